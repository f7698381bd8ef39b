package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EvidenceTest {
    private static final Endpoint ACCURACY = new Endpoint("accuracy", true, .1);
    private static final Endpoint NME = new Endpoint("NME", false, .05);

    private static Verdict study(double accuracy, double nme, double deviation) {
        SplittableRandom random = new SplittableRandom(3);
        return Verdict.of(Evidence.decide(List.of(
                Evidence.of(ACCURACY, CrossedIntervalTest.draw(8, 200, accuracy, deviation, 0, 0, random), 200, 1),
                Evidence.of(NME, CrossedIntervalTest.draw(8, 200, nme, deviation, 0, 0, random), 200, 1))));
    }

    @Test
    void effectsFarAboveTheirSpreadGiveTheirVerdict() {
        assertThat(study(.5, -.5, .01).overall()).isEqualTo(Verdict.Overall.BETTER);
        assertThat(study(-.5, .5, .01).overall()).isEqualTo(Verdict.Overall.WORSE);
        assertThat(study(.5, .5, .01).overall()).isEqualTo(Verdict.Overall.TRADE_OFF);
        assertThat(study(0, 0, 0).overall()).isEqualTo(Verdict.Overall.EQUIVALENT);
        assertThat(study(0, 0, 1).overall()).isEqualTo(Verdict.Overall.INCONCLUSIVE);
        assertThat(study(.03, 0, .002).text()).startsWith("better, negligible (accuracy: better, negligible; NME: ");
    }

    /**
     * Of 1,000 studies of nothing at most 5 % may call one of two endpoints better or worse; two binomial deviations
     * more are 6.4 %. The images are most of the noise, so that sign flips alone cry wolf.
     */
    @Test
    void nothingIsSeldomCalledSomething() {
        int studies = 1000;
        int called = 0;
        int flipped = 0;
        SplittableRandom random = new SplittableRandom(17);
        for (int k = 0; k < studies; k++) {
            Evidence a = Evidence.of(ACCURACY, CrossedIntervalTest.draw(8, 100, 0, 1, 5, 2, random), 100, k);
            Evidence b = Evidence.of(NME, CrossedIntervalTest.draw(8, 100, 0, 1, 5, 2, random), 100, k);
            boolean moved = Evidence.decide(List.of(a, b)).stream()
                    .map(Decision::outcome)
                    .anyMatch(o -> o == Decision.Outcome.BETTER || o == Decision.Outcome.WORSE);
            called += moved ? 1 : 0;
            flipped += Math.min(a.signFlip(), b.signFlip()) * 2 < .05 ? 1 : 0;
        }
        System.out.printf("two null endpoints: %d of %d called, %d by sign flips alone%n", called, studies, flipped);
        assertThat(called).isLessThan(64);
        assertThat(flipped).isGreaterThan(100);
    }
}
