package janus.models.balance;

import static janus.models.balance.Gradients.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.models.AttributeTask;
import janus.models.MultiTask;
import janus.models.PointTask;
import janus.models.Task;
import janus.models.Trunk;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the host reads of a step to weigh its losses by their gradients in the features. */
class SightTest {
    private static final Draws DRAWS = Draws.of(11);
    private static final int N = 5;
    private static final int SIZE = 32;
    private static final int COLUMNS = 3;
    private static final List<Task> TASKS = List.of(
            new AttributeTask("first", List.of(0), COLUMNS),
            new AttributeTask("others", List.of(1, 2), COLUMNS),
            new PointTask("landmarks", 2));

    private static Stream<String> ofGradients() {
        return Weightings.names().stream().filter(Weightings::usesGradients);
    }

    @ParameterizedTest
    @CsvSource({"cpu:1, 4", "cpu:1, 2", "reference, 4", "reference, 2"})
    void sightHoldsTheLossesAndAProductOfEachPair(String name, int split) {
        try (Device device = Devices.open(name);
                MultiTask model = model(device, split)) {
            int k = model.parts().size();
            double[] seen = seen(new Balancer("mgda-ub", true, model, ones(k)), model);
            assertThat(seen).hasSize(k + k * (k + 1) / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("ofGradients")
    void weightsAreThoseOfTheGradientsThemselves(String weighting) {
        try (Device device = Devices.open("cpu:1");
                MultiTask model = model(device, 4)) {
            double[] fixed = {1, .5, 2};
            double[] weights = new Balancer(weighting, true, model, fixed)
                    .weights(seen(new Balancer(weighting, true, model, fixed), model), DRAWS);
            double[] expected = ofRows(weighting, model, fixed);
            for (int i = 0; i < fixed.length; i++) {
                // products are rounded to float32; the methods' own conditioning multiplies that by less than a hundred
                assertThat(weights[i]).isCloseTo(expected[i], within(1e-5 * Math.abs(expected[i])));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "2"})
    void numberOfThreadsChangesNoBitOfIt(int split) {
        assertThat(seen("cpu:3", split)).containsExactly(seen("cpu:1", split));
    }

    private static double[] seen(String name, int split) {
        try (Device device = Devices.open(name);
                MultiTask model = model(device, split)) {
            return seen(new Balancer("pcgrad", true, model, ones(TASKS.size())), model);
        }
    }

    private static double[] seen(Balancer balancer, MultiTask model) {
        try (Pass pass = Pass.training(model.parameters().device(), DRAWS)) {
            Tensor features = model.features(pass, batch());
            List<Tensor> losses = model.partLosses(model.outputs(features), batch());
            return balancer.sight(features, losses).stream()
                    .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubles()))
                    .toArray();
        }
    }

    /** The weights of products in float64 of gradients that the host has read. */
    private static double[] ofRows(String weighting, MultiTask model, double[] fixed) {
        int k = fixed.length;
        double[] losses;
        double[][] rows;
        try (Pass pass = Pass.training(model.parameters().device(), DRAWS)) {
            Tensor features = model.features(pass, batch());
            List<Tensor> all = model.partLosses(model.outputs(features), batch());
            losses = all.stream().mapToDouble(Tensor::item).toArray();
            rows = pass.gradientsAt(features, all).stream()
                    .map(Tensor::toDoubles)
                    .toArray(double[][]::new);
        }
        double[][] gram = new double[k][k];
        for (int i = 0; i < k; i++) {
            losses[i] *= fixed[i];
            for (int j = 0; j < k; j++) {
                gram[i][j] = fixed[i] * fixed[j] * Directions.dot(rows[i], rows[j]);
            }
        }
        GradientWeighting method = (GradientWeighting) Weightings.of(weighting, new double[] {1, 1, .5});
        double[] weights = method.weights(losses, gram, DRAWS.in("weighting"));
        Arrays.setAll(weights, i -> fixed[i] * weights[i]);
        return weights;
    }

    private static MultiTask model(Device device, int split) {
        return new MultiTask(device, Draws.of(1), new Trunk(.125, split, false, false), TASKS);
    }

    private static Batch batch() {
        byte[] pictures = new byte[N * 3 * SIZE * SIZE];
        float[] attributes = new float[N * COLUMNS];
        float[] points = new float[N * 2];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (byte) (256 * DRAWS.in("pixels").uniform(i));
        }
        double[] maps = Batch.still(N, new float[] {.5f, .5f, .5f}, new float[] {.29f, .29f, .29f});
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = DRAWS.in("attributes").uniform(i) < .5 ? 0 : 1;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = DRAWS.in("points").uniform(i);
        }
        float[] ones = new float[N * COLUMNS];
        Arrays.fill(ones, 1);
        return new Batch(new int[N], SIZE, pictures, maps, attributes, ones, points, Arrays.copyOf(ones, N * 2));
    }
}
