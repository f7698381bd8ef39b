package janus.models;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cuda.EmulatedDevices;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole training step on the CUDA device is the one of the reference, but for rounding. */
class EmulatedTrainingTest {
    private static final Draws SEED = Draws.of(1);

    /** A normal number is within 4 σ of its mean, and the largest of three is seldom below ½ σ. */
    private static final double SPREADS = 8;

    // bf16 says nothing of deeper gradients: in a new network, on four images, as much rounding in float64 turns them
    @ParameterizedTest
    @CsvSource({
        "cuda:0, 0x1p-24, .*, 1e-3",
        "cuda:0:cudnn-norm, 0x1p-24, .*, 1e-3",
        "cuda:0:bf16, 0x1p-9, losses|.*[.]2[.](weight|bias), 1",
        "cuda:0:bf16:cudnn-norm, 0x1p-9, losses|.*[.]2[.](weight|bias), 1"
    })
    void lossesAndGradientsAreTheReferencesButForRounding(String name, double rounding, String names, double most) {
        try (Device device = EmulatedDevices.open(name);
                Device reference = Devices.open("reference")) {
            Map<String, double[]> actual = outcome(device, 0, SEED);
            Map<String, double[]> expected = outcome(reference, 0, SEED);
            // how far one rounding of each weight moves the result: that depth, batch statistics of four images and
            // corners of ReLU make more of it is the network's own doing
            List<Map<String, double[]>> moved = IntStream.range(0, 3)
                    .mapToObj(i -> outcome(reference, rounding, SEED.at(0, i)))
                    .toList();
            assertThat(expected.keySet())
                    .filteredOn(n -> n.matches(names))
                    .isNotEmpty()
                    .allSatisfy(n -> {
                        double spread = moved.stream()
                                .mapToDouble(m -> distance(m.get(n), expected.get(n)))
                                .max()
                                .orElseThrow();
                        assertThat(SPREADS * spread).as("tolerance").isLessThan(most * length(expected.get(n)));
                        assertThat(distance(actual.get(n), expected.get(n)))
                                .as(n)
                                .isLessThanOrEqualTo(SPREADS * spread);
                    });
        }
    }

    /** Losses and gradients by name, of one pass over weights that are each off by {@code off} of their size, up or down. */
    private static Map<String, double[]> outcome(Device device, double off, Draws signs) {
        try (MultiTask model = DrawnFaces.model(device);
                Pass pass = Pass.training(device, SEED)) {
            for (Parameter parameter : model.parameters().trained()) {
                double[] values = parameter.toDoubles();
                Draws own = signs.in(parameter.name());
                Arrays.setAll(values, i -> values[i] * (1 + (own.uniform(i) < .5 ? -off : off)));
                parameter.set(values);
            }
            Batch batch = DrawnFaces.batch(SEED);
            List<Tensor> losses = model.partLosses(pass, batch);
            pass.backward(losses, new double[] {1, 1});
            Map<String, double[]> numbers = new LinkedHashMap<>();
            numbers.put("losses", losses.stream().mapToDouble(Tensor::item).toArray());
            model.parameters().trained().forEach(p -> numbers.put(p.name(), p.gradientToDoubles()));
            return numbers;
        }
    }

    private static double distance(double[] a, double[] b) {
        return length(IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray());
    }

    private static double length(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(number -> number * number).sum());
    }
}
