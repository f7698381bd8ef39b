package janus.models.study;

import static janus.models.study.Decision.Outcome.BETTER;
import static janus.models.study.Decision.Outcome.EQUIVALENT;
import static janus.models.study.Decision.Outcome.INCONCLUSIVE;
import static janus.models.study.Decision.Outcome.WORSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {
    private static final Endpoint ACCURACY = new Endpoint("accuracy", true, .1);
    private static final Endpoint NME = new Endpoint("NME", false, .05);

    /** 95 % interval, 90 % interval, Holm p; what it is where more is better. Margin .1. */
    @ParameterizedTest
    @CsvSource({
        ".20, .60, .25, .55, .01, BETTER, false", // well above 0
        ".02, .30, .04, .28, .01, BETTER, false", // reaches out of the margin
        ".02, .08, .03, .07, .01, BETTER, true",
        ".02, .10, .03, .09, .01, BETTER, false", // ends on the margin
        "-.60, -.20, -.55, -.25, .01, WORSE, false",
        "-.08, -.02, -.07, -.03, .01, WORSE, true",
        ".20, .60, .25, .55, .05, INCONCLUSIVE, false", // p on .05
        ".20, .60, .25, .55, .06, INCONCLUSIVE, false",
        ".02, .08, .03, .07, .06, EQUIVALENT, false", // p says no, the margin yes
        ".00, .08, .01, .07, .01, EQUIVALENT, false", // starts on 0
        "-.08, .08, -.07, .07, 1, EQUIVALENT, false",
        "-.12, .08, -.09, .07, 1, EQUIVALENT, false", // 90 % within, 95 % not
        "-.10, .08, -.10, .07, 1, INCONCLUSIVE, false", // 90 % ends on the margin
        "-.30, .30, -.25, .25, 1, INCONCLUSIVE, false",
        "-.30, .05, -.25, .02, 1, INCONCLUSIVE, false",
        "0, 0, 0, 0, 1, EQUIVALENT, false",
        ".2, .2, .2, .2, .01, BETTER, false"
    })
    void anEndpointDecides(
            double low, double high, double low90, double high90, double p, Decision.Outcome more, boolean negligible) {
        Interval interval95 = new Interval(low, high);
        Interval interval90 = new Interval(low90, high90);
        assertThat(Decision.of(ACCURACY, interval95, interval90, p))
                .isEqualTo(new Decision(ACCURACY, more, negligible));
        Endpoint error = new Endpoint("error", false, .1);
        Decision.Outcome less = more == BETTER ? WORSE : more == WORSE ? BETTER : more;
        assertThat(Decision.of(error, interval95, interval90, p)).isEqualTo(new Decision(error, less, negligible));
    }

    @ParameterizedTest
    @CsvSource({
        "BETTER, BETTER, BETTER",
        "BETTER, EQUIVALENT, BETTER",
        "BETTER, INCONCLUSIVE, INCONCLUSIVE",
        "BETTER, WORSE, TRADE_OFF",
        "WORSE, WORSE, WORSE",
        "WORSE, EQUIVALENT, WORSE",
        "WORSE, INCONCLUSIVE, INCONCLUSIVE",
        "EQUIVALENT, EQUIVALENT, EQUIVALENT",
        "EQUIVALENT, INCONCLUSIVE, INCONCLUSIVE",
        "INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE"
    })
    void twoEndpointsGiveAVerdict(Decision.Outcome a, Decision.Outcome b, Verdict.Overall expected) {
        Decision first = new Decision(ACCURACY, a, false);
        Decision second = new Decision(NME, b, false);
        assertThat(Verdict.of(List.of(first, second)).overall()).isEqualTo(expected);
        assertThat(Verdict.of(List.of(second, first)).overall()).isEqualTo(expected);
    }

    @Test
    void aTradeOffStaysOneBesideWhatIsInconclusive() {
        List<Decision> three = List.of(
                new Decision(ACCURACY, BETTER, false),
                new Decision(NME, WORSE, false),
                new Decision(NME, INCONCLUSIVE, false));
        assertThat(Verdict.of(three).overall()).isEqualTo(Verdict.Overall.TRADE_OFF);
    }

    @Test
    void aVerdictIsNegligibleWhenAllThatMovedIs() {
        Decision small = new Decision(ACCURACY, BETTER, true);
        assertThat(Verdict.of(List.of(small, new Decision(NME, EQUIVALENT, false)))
                        .text())
                .isEqualTo("better, negligible (accuracy: better, negligible; NME: practically equivalent)");
        assertThat(Verdict.of(List.of(small, new Decision(NME, WORSE, true))).negligible())
                .isTrue();
        assertThat(Verdict.of(List.of(small, new Decision(NME, BETTER, false))).negligible())
                .isFalse();
        assertThat(Verdict.of(List.of(small, new Decision(NME, INCONCLUSIVE, false)))
                        .negligible())
                .isFalse();
        assertThat(Verdict.of(List.of(new Decision(NME, EQUIVALENT, false))).negligible())
                .isFalse();
    }

    @Test
    void oneSeedGivesNoVerdict() {
        assertThat(Verdict.without(Verdict.Overall.NONE).text()).isEqualTo("one seed: no verdict");
        assertThatThrownBy(() -> Verdict.of(List.of())).hasMessage("Verdict: at least 1 decision, given 0");
    }

    @Test
    void anEndpointNeedsAMargin() {
        assertThatThrownBy(() -> new Endpoint("NME", false, 0))
                .hasMessage("Endpoint[NME]: margin: finite and above 0, given 0.0");
    }

    private static Judgement.Result result(Endpoint endpoint, double first, double second) {
        return new Judgement.Result(endpoint, first, second, new double[] {first - second}, null);
    }

    /** (91 − 90)/90 and (4.5 − 5)/5, the second good as less is better: (1.111 + 10)/2 %. */
    @Test
    void deltaMCountsWhatIsGoodAsPositive() {
        DeltaM change = DeltaM.of(List.of(result(ACCURACY, 91, 90), result(NME, 4.5, 5)));
        assertThat(change.percent()).isCloseTo(50.0 / 90 + 5, within(1e-12));
        assertThat(change.text()).isEqualTo("Δm +5.56 % (positive is good)");
        assertThatThrownBy(() -> DeltaM.of(List.of(result(NME, 1, 0))))
                .hasMessage("DeltaM[NME]: reference: finite and above 0, given 0.0");
    }
}
