package janus.bench.gpu;

import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether loss and gradients of the whole network, at its first step, are those of float64 loops.
 *
 * <p>What rounding may do is found by experiment: on the reference, every filter weight and every pixel is off by a
 * random relative error as large as the device's roundings amount to ({@link Precision#error}), and what that changes in
 * each parameter's gradient, in the 2-norm and relative to it, is the spread. A unit within rounding of 0 may fall on its
 * other side and takes its whole gradient with it; no bound on sums covers that, and at full width some unit always does:
 * then an error of a percent hides behind it. So in float32 the network is not a new one: {@link #BIAS β} of its
 * normalizations keeps units away from 0, all of a channel on one side, and most ReLUs open. What is left, the largest of
 * a window and units of the heads, is rare. Several batches are tried, and of each parameter the median counts, of the
 * device as of the spread.
 */
final class NetworkCheck {
    private static final int BATCHES = 5;
    private static final int DRAWS = 3;
    /**
     * Allowed are so many spreads. Where an error is one normal number its median is .67 σ, and the median of five is
     * beyond 2 σ once in a thousand times.
     */
    private static final double SPREADS = 3;
    /** But never more: a gradient of zeros is off by 1. */
    private static final double MOST = .9;
    /** In deviations of a unit: 6 of 100,000 normal numbers are beyond it. */
    private static final double BIAS = 4;
    /**
     * Rounding goes by a unit's size, which is that of {@link #BIAS}, and is another one at each pixel; of what a weight's
     * error does, all but this part is the same at all pixels, and normalization takes it away again.
     */
    private static final double VARIES = 1 / Math.sqrt(1 + BIAS * BIAS);
    /** Of the channels between a block's convolutions, one in so many is shut. */
    private static final int SHUT = 4;

    private static final String BIASED = ".*(bn[12]|downsample[.]1)[.]bias";

    private final Function<String, Device> open;
    private final Size size;
    /** What float64 loops give, of each batch, without and with errors. */
    private final Map<Precision, List<List<List<Found>>>> known = new HashMap<>();

    NetworkCheck(Function<String, Device> open, Size size) {
        this.open = open;
        this.size = size;
    }

    Verdict of(String device) {
        List<List<Found>> measured = IntStream.range(0, BATCHES)
                .mapToObj(batch -> measured(device, batch))
                .toList();
        List<List<List<Found>>> exact =
                known.computeIfAbsent(Precision.of(device), precision -> IntStream.range(0, BATCHES)
                        .parallel()
                        .mapToObj(batch -> exact(size, batch, precision))
                        .toList());
        List<double[]> errors = new ArrayList<>();
        List<double[]> spreads = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Found> truth = exact.get(batch).getFirst();
            errors.add(distances(truth, measured.get(batch)));
            exact.get(batch).stream().skip(1).forEach(moved -> spreads.add(distances(truth, moved)));
        }
        List<String> names = measured.getFirst().stream().map(Found::name).toList();
        // the last sum of a filter's gradient is over all pixels of a batch; what it rounds is in no weight
        double pixels = size.batch() * Math.pow(size.pixels() / 2.0, 2);
        double last = Precision.FLOAT32_UNIT * Math.sqrt(pixels / 6 + 3);
        return judge(device + ", " + size, names, errors, spreads, last);
    }

    private static Verdict judge(
            String what, List<String> names, List<double[]> errors, List<double[]> spreads, double last) {
        int worst = 0;
        double most = -1;
        System.out.printf(Locale.ROOT, "%-40s %10s %10s%n", what, "error", "allowed");
        for (int i = 0; i < names.size(); i++) {
            double allowed = Math.min(SPREADS * (median(spreads, i) + last), MOST);
            System.out.printf(Locale.ROOT, "%-40s %10.1e %10.1e%n", names.get(i), median(errors, i), allowed);
            double share = median(errors, i) / allowed;
            if (Double.isNaN(share) || share > most) {
                worst = i;
                most = Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
            }
        }
        return Verdict.of(
                most <= 1,
                "%s: the loss and %d gradients, median of %d batches; worst %s, off by %.1e, %.2f of what is allowed",
                what,
                names.size() - 1,
                BATCHES,
                names.get(worst),
                median(errors, worst),
                most);
    }

    /** NaN is above all numbers. */
    private static double median(List<double[]> runs, int index) {
        double[] sorted = runs.stream().mapToDouble(run -> run[index]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The loss, or a parameter's gradient. */
    private record Found(String name, double[] values) {
        /** ‖other − this‖ / ‖this‖. */
        double distance(Found other) {
            double square = 0;
            double scale = 0;
            for (int i = 0; i < values.length; i++) {
                square += (other.values[i] - values[i]) * (other.values[i] - values[i]);
                scale += values[i] * values[i];
            }
            return Math.sqrt(square / scale);
        }
    }

    private static double[] distances(List<Found> truth, List<Found> other) {
        return IntStream.range(0, truth.size())
                .mapToDouble(i -> truth.get(i).distance(other.get(i)))
                .toArray();
    }

    private List<Found> measured(String device, long seed) {
        try (Device on = open.apply(device);
                TwoHeads heads = network(on, size, seed, Precision.of(device))) {
            return gradients(heads, heads::loss);
        }
    }

    /** As the reference has it, and then with errors on all that is multiplied. */
    private static List<List<Found>> exact(Size size, long seed, Precision precision) {
        return IntStream.rangeClosed(0, DRAWS)
                .parallel()
                .mapToObj(draw -> reference(size, seed, draw, precision))
                .toList();
    }

    private static List<Found> reference(Size size, long seed, int draw, Precision precision) {
        try (Device on = Devices.open("reference");
                TwoHeads heads = network(on, size, seed, precision)) {
            if (draw == 0) {
                return gradients(heads, heads::loss);
            }
            Random random = new Random(DRAWS * seed + draw);
            double varies = biased(precision) ? VARIES : 1;
            heads.model().parameters().trained().stream()
                    .filter(p -> p.shape().rank() > 1)
                    .forEach(p -> p.set(disturbed(p.toDoubles(), precision.error(p.shape()) / varies, random)));
            return gradients(heads, pass -> {
                double[] images = disturbed(heads.images(pass).toDoubles(), precision.error(size.images()), random);
                return heads.loss(pass, pass.constant(size.images(), Role.IMAGE, images));
            });
        }
    }

    /** Short operands are coarser the further from 0 they are, and move more than the few units that lie near it. */
    private static boolean biased(Precision precision) {
        return precision.operands() == 0;
    }

    /** New but for β of every normalization, by which its ReLU, or that of the sum it enters, is open or shut. */
    private static TwoHeads network(Device on, Size size, long seed, Precision precision) {
        TwoHeads heads = new TwoHeads(on, size, seed);
        if (biased(precision)) {
            bias(heads);
        }
        return heads;
    }

    private static void bias(TwoHeads heads) {
        heads.model().parameters().trained().stream()
                .filter(p -> p.name().matches(BIASED))
                .forEach(p -> {
                    boolean shuts = p.name().matches("layer.*bn1[.]bias");
                    // it is added to a shortcut, which is away from 0 already
                    double size = p.name().endsWith("bn2.bias") ? BIAS / 2 : BIAS;
                    double[] values = new double[p.shape().size()];
                    Arrays.setAll(values, i -> shuts && i % SHUT == 0 ? -size : size);
                    p.set(values);
                });
    }

    private static double[] disturbed(double[] values, double error, Random random) {
        Arrays.setAll(values, i -> values[i] * (1 + error * random.nextGaussian()));
        return values;
    }

    /** β's of a normalization goes with γ's: where all units are open, the next normalization takes it to nearly 0. */
    private static List<Found> gradients(TwoHeads heads, Function<Pass, Tensor> forward) {
        try (Pass pass = heads.pass()) {
            Tensor loss = forward.apply(pass);
            pass.backward(loss);
            Map<String, DoubleStream> found = new LinkedHashMap<>(Map.of("loss", DoubleStream.of(loss.item())));
            heads.model().parameters().trained().forEach(p -> {
                String name = p.name().matches(BIASED) ? p.name().replace(".bias", ".weight") : p.name();
                found.merge(name, DoubleStream.of(p.gradientToDoubles()), DoubleStream::concat);
            });
            return found.entrySet().stream()
                    .map(entry -> new Found(entry.getKey(), entry.getValue().toArray()))
                    .toList();
        }
    }
}
