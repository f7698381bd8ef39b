package janus.models;

import static janus.models.DrawnFaces.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Group;
import janus.engine.optim.Sgd;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two-head network against torchvision's, whose results {@code resnet18-golden.py} wrote. */
class ResNet18Test {
    private static final int N = 4;
    private static final int SIZE = 64;
    private static final Draws SEED = Draws.of(1);
    private static final List<Task> TASKS = tasks(40, 10);

    private final JsonNode golden = golden();

    @Test
    void parametersAreCountedAndNamedAsTorchvisionsAre() {
        try (Device device = Devices.open("reference");
                MultiTask model = new MultiTask(device, SEED, 1, TASKS, false)) {
            assertThat(model.parameters().all()).extracting(Parameter::name).isEqualTo(strings("names"));
            assertThat(count(model.trunkParameters())).isEqualTo(11_176_512);
            assertThat(model.parameters().count()).isEqualTo(11_176_512 + 131_328 + 10_280 + 131_328 + 2_570);
        }
    }

    @ParameterizedTest
    @CsvSource({"reference, 1e-11", "cpu, 1e-5"})
    void evaluationLogitsEqualPyTorchs(String name, double tolerance) {
        try (Device device = Devices.open(name);
                MultiTask model = filled(device);
                Pass pass = Pass.inference(device)) {
            List<Tensor> outputs = model.outputs(features(model, pass));
            assertClose(outputs.get(0).toDoubles(), "attributes", tolerance);
            assertClose(outputs.get(1).toDoubles(), "landmarks", tolerance);
        }
    }

    @Test
    void firstGradientsAndFiveStepsOfLossEqualPyTorchs() {
        try (Device device = Devices.open("reference");
                MultiTask model = filled(device)) {
            Sgd sgd = new Sgd(model.parameters(), Group.all(model.parameters(), 1e-4), 0.9, false, 1e30);
            sgd.rate(0.01);
            double[] losses = new double[5];
            for (int step = 0; step < losses.length; step++) {
                losses[step] = step(model, sgd, step);
            }
            assertClose(losses, "losses", 1e-8);
        }
    }

    @Test
    void directionalDerivativeIsTheGradientTimesTheDirection() {
        try (Device device = Devices.open("reference");
                MultiTask model = filled(device)) {
            List<Parameter> trained = model.parameters().trained();
            List<double[]> start = trained.stream().map(Parameter::toDoubles).toList();
            double analytic = 0;
            try (Pass pass = Pass.training(device, SEED)) {
                pass.backward(loss(model, pass));
            }
            for (int i = 0; i < trained.size(); i++) {
                double[] gradient = trained.get(i).gradientToDoubles();
                double[] direction = uniform(i, gradient.length);
                analytic += IntStream.range(0, gradient.length)
                        .mapToDouble(j -> gradient[j] * direction[j])
                        .sum();
            }
            // so small a step passes no corner of ReLU or max pooling; roundings of 1e-15 in the loss are divided by it
            double h = 1e-9;
            double numeric = (lossMovedBy(h, model, start) - lossMovedBy(-h, model, start)) / (2 * h);
            assertThat(analytic).isCloseTo(numeric, within(2e-6));
            assertThat(Math.abs(numeric)).isGreaterThan(.1);
        }
    }

    private static double lossMovedBy(double h, MultiTask model, List<double[]> start) {
        for (int i = 0; i < start.size(); i++) {
            double[] values = start.get(i).clone();
            double[] direction = uniform(i, values.length);
            Arrays.setAll(values, j -> values[j] + h * direction[j]);
            model.parameters().trained().get(i).set(values);
        }
        try (Pass pass = Pass.training(model.parameters().device(), SEED)) {
            return loss(model, pass).item();
        }
    }

    private static Tensor loss(MultiTask model, Pass pass) {
        List<Tensor> losses = model.partLosses(model.outputs(features(model, pass)), labels());
        return losses.get(0).plus(losses.get(1));
    }

    private double step(MultiTask model, Sgd sgd, int step) {
        try (Pass pass = Pass.training(model.parameters().device(), SEED.at(0, step))) {
            Tensor loss = loss(model, pass);
            double value = loss.item();
            Gradients gradients = pass.backward(loss);
            if (step == 0) {
                model.parameters().trained().forEach(this::assertGradientNorm);
            }
            sgd.step(gradients);
            return value;
        }
    }

    private void assertGradientNorm(Parameter parameter) {
        double norm = Math.sqrt(
                Arrays.stream(parameter.gradientToDoubles()).map(g -> g * g).sum());
        double expected = golden.at("/gradient_norms").get(parameter.name()).asDouble();
        assertThat(norm).as(parameter.name()).isCloseTo(expected, within(1e-10 * Math.max(1, expected)));
    }

    private void assertClose(double[] actual, String key, double tolerance) {
        double[] expected = StreamSupport.stream(golden.get(key).spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(actual).as(key).containsExactly(expected, within(tolerance * Math.max(1, scale)));
    }

    private List<String> strings(String key) {
        return StreamSupport.stream(golden.get(key).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static long count(List<Parameter> parameters) {
        return parameters.stream()
                .filter(p -> !p.isStatistic())
                .mapToLong(p -> p.shape().size())
                .sum();
    }

    private static List<Task> tasks(int attributes, int coordinates) {
        return List.of(new AttributeTask("attributes", attributes), new PointTask("landmarks", coordinates));
    }

    private static MultiTask filled(Device device) {
        MultiTask model = new MultiTask(device, SEED, 1, TASKS, false);
        List<Parameter> all = model.parameters().all();
        for (int s = 0; s < all.size(); s++) {
            fill(all.get(s), uniform(s, all.get(s).shape().size()));
        }
        return model;
    }

    /** As {@code fill} in the script, rounded to float. */
    private static void fill(Parameter parameter, double[] u) {
        Shape shape = parameter.shape();
        double scale = 0.125;
        double shift = 0;
        if (shape.rank() == 4) {
            scale = Math.sqrt(6.0 / (shape.at(1) * shape.at(2) * shape.at(3)));
        } else if (shape.rank() == 2) {
            scale = 1 / Math.sqrt(shape.at(1));
        } else if (parameter.name().endsWith("running_var")) {
            scale = 0.5;
            shift = 1;
        } else if (parameter.name().endsWith("weight")) {
            scale = 0.25;
            shift = 1;
        }
        for (int i = 0; i < u.length; i++) {
            u[i] = (float) (shift + scale * u[i]);
        }
        parameter.set(u);
    }

    private static Tensor features(MultiTask model, Pass pass) {
        Shape shape = Shape.of(N, 3, SIZE, SIZE);
        return model.features(pass.images(shape, floats(uniform(1000, shape.size()))));
    }

    private static Batch labels() {
        float[] attributes = floats(uniform(1001, N * 40));
        float[] points = floats(uniform(1002, N * 10));
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = attributes[i] > 0 ? 1 : 0;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = 0.5f + 0.25f * points[i];
        }
        byte[] none = {};
        return new Batch(new int[N], SIZE, none, new double[0], attributes, ones(N * 40), points, ones(N * 10));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** As {@code uniform} in the script: 24 bits of a hash of (stream, index), in [−1, 1). */
    private static double[] uniform(int stream, int n) {
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            long h = (i + 1000003L * (stream + 1)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 29;
            h *= 0xBF58476D1CE4E5B9L;
            u[i] = (h >>> 40) * 0x1p-23 - 1;
        }
        return u;
    }

    private static JsonNode golden() {
        try (var in = ResNet18Test.class.getResourceAsStream("resnet18-golden.json")) {
            return new ObjectMapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
