package janus.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Are the ops PyTorch's? Values and gradients made by torch-ops.py, which lies beside them. */
final class TorchGoldenTest {
    /** Unit roundoff of float32. */
    private static final double U = 0x1p-24;

    private static final Map<String, Map<String, Golden>> GOLDENS = read();

    private static final List<String> FILTERED = List.of("x", "w", "b");
    private static final List<String> NORMALIZED = List.of("x", "gamma", "beta", "mean", "variance");
    private static final List<String> COMPARED = List.of("x", "target");

    private static final List<Example> EXAMPLES = List.of(
            new Example("convolution 3x3 of 3 to 5 channels stride=1 pad=1", new Conv2d(1, 1), 2 * 7 * 6, FILTERED),
            new Example("convolution 3x3 of 3 to 17 channels stride=2 pad=1", new Conv2d(2, 1), 17 * 9, FILTERED),
            new Example("convolution 3x2 of 17 to 2 channels stride=1 pad=0", new Conv2d(1, 0), 17 * 6, FILTERED),
            new Example("convolution 1x1 of 4 to 3 channels stride=2 pad=0", new Conv2d(2, 0), 2 * 4 * 3, FILTERED),
            new Example("convolution 7x7 of 3 to 4 channels stride=2 pad=3", new Conv2d(2, 3), 4 * 49, FILTERED),
            new Example("convolution 5x5 of 2 to 3 channels stride=3 pad=2", new Conv2d(3, 2), 3 * 25, FILTERED),
            new Example("batch norm of maps", new BatchNorm(1e-5, .1), 3 * 6, NORMALIZED),
            new Example("batch norm of a matrix", new BatchNorm(1e-5, .1), 6, NORMALIZED),
            new Example("max pool size=3 stride=2 pad=1", new MaxPool(3, 2, 1), 0, List.of("x")),
            new Example("max pool size=2 stride=2 pad=0", new MaxPool(2, 2, 0), 0, List.of("x")),
            new Example("max pool size=3 stride=1 pad=1", new MaxPool(3, 1, 1), 0, List.of("x")),
            new Example("binary cross-entropy", new BinaryCrossEntropy(), 1, COMPARED),
            new Example("weighted binary cross-entropy", new BinaryCrossEntropy(), 1, List.of("x", "target", "weight")),
            new Example("smooth L1 beta=0.5", new SmoothL1(.5), 1, COMPARED),
            new Example("cross-entropy", new SoftmaxCrossEntropy(), 5, List.of("x", "label")),
            new Example("linear", new Linear(), 18, FILTERED));

    /** An array of the file. */
    private record Golden(Shape shape, double[] values) {}

    /** An op on the arrays named {@code inputs}; no number it makes is a sum of more than {@code terms}. */
    private record Example(String name, Op op, int terms, List<String> inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void everyCaseOfTheFileIsTested() {
        assertThat(EXAMPLES).extracting(Example::name).containsExactlyInAnyOrderElementsOf(GOLDENS.keySet());
    }

    static Stream<Arguments> examples() {
        return Stream.of("reference", "cpu:2").flatMap(d -> EXAMPLES.stream().map(e -> Arguments.of(d, e)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void valueAndGradientsAreThoseOfPyTorch(String name, Example example) {
        Map<String, Golden> golden = GOLDENS.get(example.name);
        Comparison comparison = (array, actual) -> {
            double[] expected = golden.get(array).values;
            double tolerance = tolerance(name, example.terms, expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).as("element %d of %s", i, array).isCloseTo(expected[i], within(tolerance));
            }
            assertThat(actual).hasSameSizeAs(expected);
        };
        try (Device device = Devices.open(name);
                Pass pass = Pass.training(device, Draws.of(0))) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            example.inputs.forEach(input -> inputs.put(input, input(pass, golden, input)));
            Tensor y = pass.apply(example.op, inputs.values().toArray(Tensor[]::new));
            comparison.of("y", y.toDoubles());
            pass.backward(y.times(input(pass, golden, "dy")).sum());
            inputs.forEach((input, tensor) -> {
                if (golden.containsKey("d" + input)) {
                    comparison.of("d" + input, pass.gradient(tensor));
                }
                if (golden.containsKey(input + " after")) {
                    comparison.of(input + " after", tensor.toDoubles());
                }
            });
        }
    }

    /** Compares an array with the one of that name in the file. */
    private interface Comparison {
        void of(String array, double[] actual);
    }

    private static Tensor input(Pass pass, Map<String, Golden> golden, String name) {
        Golden array = golden.get(name);
        Role role = array.shape.rank() < 4 ? Role.PLAIN : name.equals("w") ? Role.FILTER : Role.ACTIVATION;
        return golden.containsKey("d" + name)
                ? pass.variable(array.shape, role, array.values)
                : pass.constant(array.shape, role, array.values);
    }

    /**
     * Float64 rounds what is about 10 in size a few hundred times: 1e-10 is far more than it may lose, and far less than
     * any wrong term. Float32 loses (5·√n + 8)·u·Σ|terms| in a sum of n terms and what follows it, but for a probability
     * of 1e-5 (Higham and Mary, 2019); of terms of either sign Σ|terms| is about √n times the largest sum. No terms:
     * all numbers are multiples of 1/64, which nothing rounds.
     */
    private static double tolerance(String device, int terms, double[] expected) {
        double root = Math.sqrt(terms);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        return device.equals("reference") ? 1e-10 : (5 * root + 8) * root * U * largest;
    }

    private static Map<String, Map<String, Golden>> read() {
        Map<String, Map<String, Golden>> goldens = new LinkedHashMap<>();
        try (InputStream stream = Objects.requireNonNull(TorchGoldenTest.class.getResourceAsStream("torch-ops.txt"))) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] field = line.split("\\|");
                int[] extents = Arrays.stream(field[2].split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                double[] values = Arrays.stream(field[3].split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                goldens.computeIfAbsent(field[0], name -> new LinkedHashMap<>())
                        .put(field[1], new Golden(Shape.of(extents), values));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return goldens;
    }
}
