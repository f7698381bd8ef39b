package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What the statistics say where formulas divide by 0, and what they refuse. */
final class SmallSampleTest {
    @Test
    void equalDifferencesHaveNoWidth() {
        PairedT same = PairedT.of(.1, .1, .1);
        assertThat(same.interval(.95)).isEqualTo(new Interval(.1, .1));
        assertThat(same.p()).isZero();
        PairedT zero = PairedT.of(0, 0, -0.0, 0);
        assertThat(zero.interval(.95).low()).isZero();
        assertThat(zero.interval(.95).high()).isZero();
        assertThat(zero.p()).isOne();
        assertThat(SignFlip.p(0, 0, 0)).isOne();
        assertThat(Bca.of(new double[] {.1, .1, .1}, .95, 200, 1).interval()).isEqualTo(new Interval(.1, .1));
    }

    @Test
    void equalDifferencesAreEquivalentWithinTheMarginOnly() {
        assertThat(PairedT.of(.1, .1).equivalence(.2)).isZero();
        assertThat(PairedT.of(.1, .1).equivalence(.1)).isOne();
        assertThat(PairedT.of(0, 0).equivalence(.1)).isZero();
    }

    @Test
    void oneSeedIsRefused() {
        assertThatThrownBy(() -> PairedT.of(.1)).hasMessage("PairedT: at least 2 values, given 1");
        assertThatThrownBy(() -> Bca.of(new double[] {1}, .95, 200, 1)).hasMessage("Bca: at least 2 values, given 1");
        assertThatThrownBy(() -> new DetectableEffect(1, 0, .05, .8).at(1))
                .hasMessage("DetectableEffect: at least 2 seeds, given 1");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> PairedT.of(1, Double.NaN)).hasMessage("PairedT: finite values, given NaN at 1");
        assertThatThrownBy(() -> PairedT.of(1, 2).interval(95)).hasMessage("level: above 0 and below 1, given 95.0");
        assertThatThrownBy(() -> SignFlip.p(new double[21])).hasMessage("SignFlip: at most 20 values, given 21");
        assertThatThrownBy(() -> Holm.adjust(.5, 1.5)).hasMessage("Holm: p in [0, 1], given 1.5 at 1");
        assertThatThrownBy(() -> PairedT.of(1, 2).equivalence(0)).hasMessage("margin: finite and above 0, given 0.0");
        assertThatThrownBy(() -> McNemar.of(new byte[2], new byte[3]))
                .hasMessage("McNemar: as many answers of each, given 2 and 3");
    }

    @Test
    void signFlipGoesNoLowerThanItsFloor() {
        assertThat(SignFlip.p(1, 2, 3, 4, 5, 6, 7, 8)).isEqualTo(2.0 / 256).isEqualTo(SignFlip.floor(8));
        assertThat(SignFlip.p(new double[20])).isOne();
        // two endpoints under Holm at .05: seven seeds are the least
        assertThat(2 * SignFlip.floor(6)).isGreaterThan(.05);
        assertThat(2 * SignFlip.floor(7)).isLessThan(.05);
    }

    /** .1 + .1 + .1 − .1 rounds up in one order and not in another: without a tolerance p is .25. */
    @Test
    void signFlipSeesTiesThroughRounding() {
        assertThat(SignFlip.p(.1, .1, .1, -.1))
                .isEqualTo(SignFlip.p(1, 1, 1, -1))
                .isEqualTo(.625);
    }

    @Test
    void mcNemarCountsDisagreements() {
        byte[] first = {1, 1, 0, 1, 0, -1};
        byte[] second = {1, 0, 1, 0, 0, -1};
        assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 1));
        assertThat(McNemar.of(first, first).p()).isOne();
    }

    @Test
    void bcaRepeatsForASeedAndHoldsTheMean() {
        double[] values = {1, 2, 4, 8, 16, 32};
        Bca bca = Bca.of(values, .95, 2000, 4);
        assertThat(bca).isEqualTo(Bca.of(values, .95, 2000, 4)).isNotEqualTo(Bca.of(values, .95, 2000, 5));
        assertThat(10.5).isBetween(bca.interval().low(), bca.interval().high());
        assertThat(bca.acceleration()).isPositive();
    }

    @Test
    void missingSeedsAndImagesAreCounted() {
        DetectableEffect plan = new DetectableEffect(4, .05, .05, .8);
        int seeds = plan.seedsFor(1).orElseThrow();
        assertThat(plan.at(seeds)).isLessThanOrEqualTo(1);
        assertThat(plan.at(seeds - 1)).isGreaterThan(1);
        assertThat(plan.seedsFor(.5)).isEmpty();
        double factor = plan.imagesFor(.9, 64);
        assertThat(new DetectableEffect(4, .05 / factor, .05, .8).at(64)).isCloseTo(.9, within(1e-6));
        assertThat(plan.imagesFor(5, 8)).isOne();
        assertThat(plan.imagesFor(.9, 8)).isInfinite();
    }
}
