package janus.bench.gpu;

import janus.engine.Parameter;
import janus.kernels.Device;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether the first steps of training go as on the CPU: each step's loss lies among those of five runs on the CPU whose
 * initial weights are off by one unit in the last place that the device stores. From the second step on such runs round
 * as differently as two devices do, and Adam's first steps, which go by the sign of a gradient, spread that.
 */
final class StepsCheck {
    private static final int STEPS = 20;
    private static final int RUNS = 5;
    /**
     * Half of the runs' range is widened so many times, about its middle. Of normal numbers, by simulation, a sixth lies
     * outside of that of five once in 13,000; a device no worse than the CPU then fails in 20 steps less than once in 600.
     */
    private static final double WIDENED = 15;

    private static final int FLOAT32_BITS = 23;

    private final Function<String, Device> open;
    private final Size size;
    /** Of runs on the CPU, by the places of their weights' errors. */
    private final Map<Integer, List<double[]>> known = new HashMap<>();

    StepsCheck(Function<String, Device> open, Size size) {
        this.open = open;
        this.size = size;
    }

    Verdict of(String device) {
        double[] losses = losses(device, 0, 0);
        List<double[]> runs = known.computeIfAbsent(Precision.of(device).bits(), bits -> IntStream.rangeClosed(1, RUNS)
                .mapToObj(run -> losses("cpu:strict", run, bits))
                .toList());
        int worst = 0;
        double most = -1;
        System.out.printf(Locale.ROOT, "%4s %10s %23s%n", "step", "loss", "five runs on the CPU");
        for (int step = 0; step < STEPS; step++) {
            int at = step;
            double off = halfRanges(step, losses[at], runs.stream().mapToDouble(run -> run[at]));
            if (!(off <= most)) {
                worst = step;
                most = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
            }
        }
        return Verdict.of(
                most <= WIDENED,
                "%s, %s: %d steps, loss %.4f to %.4f; furthest at step %d, %.1f half ranges of five CPU runs, %.0f"
                        + " allowed",
                device,
                size,
                STEPS,
                losses[0],
                losses[STEPS - 1],
                worst + 1,
                most,
                WIDENED);
    }

    /** How far a loss is from the middle of the others, in halves of their range. */
    private static double halfRanges(int step, double loss, DoubleStream others) {
        double[] five = others.sorted().toArray();
        System.out.printf(Locale.ROOT, "%4d %10.7f %10.7f … %10.7f%n", step + 1, loss, five[0], five[RUNS - 1]);
        // a loss is stored in float32 itself
        double half = (five[RUNS - 1] - five[0]) / 2 + Math.ulp((float) five[0]);
        return Math.abs(loss - (five[0] + five[RUNS - 1]) / 2) / half;
    }

    private double[] losses(String device, int run, int bits) {
        try (Device on = open.apply(device);
                TwoHeads heads = new TwoHeads(on, size, 1)) {
            if (run > 0) {
                Random random = new Random(run);
                heads.model().parameters().trained().forEach(p -> disturb(p, bits, random));
            }
            return DoubleStream.generate(heads::step).limit(STEPS).toArray();
        }
    }

    /** Adds or takes away a unit in the last of {@code bits} places. */
    private static void disturb(Parameter parameter, int bits, Random random) {
        double[] values = parameter.toDoubles();
        Arrays.setAll(values, i -> {
            double ulp = Math.scalb(Math.ulp((float) values[i]), FLOAT32_BITS - bits);
            return random.nextBoolean() ? values[i] + ulp : values[i] - ulp;
        });
        parameter.set(values);
    }
}
