package janus.models.study;

import java.util.Arrays;
import java.util.Locale;

/** Whether what multi-task learning is worth moves with a knob of the generator as it must, seed by seed. */
final class Trend {
    private static final double LEVEL = .95;

    private Trend() {}

    /**
     * The gain at an endpoint with the knob at its end, minus that with the knob at 0, on the same seeds: a paired t
     * whose interval must lie beyond 0.
     *
     * @param rises whether the knob must make multi-task learning worth more, else less
     */
    static Control of(String name, Judgement.Result low, Judgement.Result high, boolean rises) {
        double sign = high.endpoint().higherIsBetter() ? 1 : -1;
        double[] moved = new double[high.differences().length];
        Arrays.setAll(moved, seed -> sign * (high.differences()[seed] - low.differences()[seed]));
        Interval interval = PairedT.of(moved).interval(LEVEL);
        return new Control(
                name,
                rises ? interval.low() > 0 : interval.high() < 0,
                String.format(
                        Locale.ROOT,
                        "the gain in %s moves by %+.3f points (95 %% interval %+.3f to %+.3f); must %s",
                        high.endpoint().name(),
                        PairedT.of(moved).mean(),
                        interval.low(),
                        interval.high(),
                        rises ? "rise" : "fall"));
    }
}
