package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BackwardTest {
    private static final Draws DRAWS = Draws.of(20);
    /** Sums of a few hundred products in float64, in two orders. */
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);
    private final float[] images = Nets.floats(Nets.normals(DRAWS.in("images"), Nets.IMAGES.size()));

    @Test
    void directionalDerivativeThroughAResidualNetworkIsTheGradientTimesTheDirection() {
        double h = 1e-6;
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            pass.backward(net.lossOne(features).plus(net.lossTwo(features)));
        }
        double analytic = 0;
        for (Parameter parameter : net.parameters.trained()) {
            analytic += dot(parameter.gradientToDoubles(), direction(parameter));
        }
        double above = lossMovedBy(h);
        double below = lossMovedBy(-h);
        double numeric = (above - below) / (2 * h);
        // central differences: h² times the third derivative, and rounding 1e-16/h
        assertThat(analytic).isCloseTo(numeric, within(1e-7 * Math.abs(numeric)));
        assertThat(Math.abs(numeric)).isGreaterThan(.01);
    }

    @Test
    void parametersNotReachedGetZero() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            pass.backward(net.lossTwo(features(pass)));
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            pass.backward(net.lossOne(features(pass)));
        }
        assertThat(gradient("two.weight")).containsOnly(0);
        assertThat(gradient("unused")).containsOnly(0);
        assertThat(gradient("one.weight")).doesNotContain(0);
    }

    @Test
    void weightedLossesGiveTheWeightedSumOfTheirGradients() {
        double[][] single = singleGradients();
        double[] both;
        double loss;
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            Tensor one = net.lossOne(features);
            Tensor two = net.lossTwo(features);
            Gradients gradients = pass.backward(List.of(one, two, one), new double[] {.5, 3, 1});
            both = flat();
            loss = scalar(gradients.loss());
            assertThat(loss).isCloseTo(1.5 * one.item() + 3 * two.item(), ROUNDING);
            assertThat(scalar(gradients.squares())).isCloseTo(dot(both, both), ROUNDING);
        }
        for (int i = 0; i < both.length; i++) {
            assertThat(both[i]).isCloseTo(1.5 * single[0][i] + 3 * single[1][i], ROUNDING);
        }
    }

    @Test
    void accumulatedPassesGiveTheSumOfTheirGradients() {
        double[][] single = singleGradients();
        Gradients gradients;
        double losses;
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor loss = net.lossOne(features(pass));
            gradients = pass.backward(loss);
            losses = loss.item();
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor loss = net.lossTwo(features(pass));
            assertThat(pass.backward(loss, gradients)).isEqualTo(gradients);
            losses += loss.item();
        }
        double[] sum = flat();
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isCloseTo(single[0][i] + single[1][i], ROUNDING);
        }
        assertThat(scalar(gradients.loss())).isCloseTo(losses, ROUNDING);
        assertThat(scalar(gradients.squares())).isCloseTo(dot(sum, sum), ROUNDING);
    }

    @Test
    void gramIsTheProductOfSingleGradientsAndKeepsTheTape() {
        double[][] single = singleGradients();
        List<Parameter> shared = net.parameters.trained().stream()
                .filter(p -> p.name().startsWith("block") || p.name().equals("unused"))
                .toList();
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            Tensor one = net.lossOne(features);
            Tensor two = net.lossTwo(features);
            double[][] gram = pass.gram(List.of(one, two), shared);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    double expected = 0;
                    for (Parameter parameter : shared) {
                        expected += dot(part(single[i], parameter), part(single[j], parameter));
                    }
                    assertThat(gram[i][j]).as("G[%d][%d]", i, j).isCloseTo(expected, ROUNDING);
                }
            }
            pass.backward(two);
            assertThat(flat()).containsExactly(single[1]);
        }
    }

    @Test
    void gradientsAtFeaturesAreThoseOfAVariableInTheirPlace() {
        double[][] rows;
        double[] values;
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            rows = pass.gradientsAt(features, List.of(net.lossOne(features), net.lossTwo(features))).stream()
                    .map(Tensor::toDoubles)
                    .toArray(double[][]::new);
            values = features.toDoubles();
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = pass.variable(Shape.of(3, 5), values);
            pass.backward(net.lossTwo(features));
            assertThat(rows[1]).containsExactly(pass.gradient(features));
        }
        assertThat(rows[0]).hasSize(15).isNotEqualTo(rows[1]);
    }

    @Test
    void gradientsAtImagesReachThePixels() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor x = pass.images(Nets.IMAGES, images);
            double[] pixels = pass.gradientsAt(x, List.of(net.lossOne(net.features(x))))
                    .getFirst()
                    .toDoubles();
            assertThat(Arrays.stream(pixels).filter(p -> p != 0).count()).isGreaterThan(pixels.length / 2);
        }
    }

    @Test
    void frozenParameterHasNoGradientAndOthersKeepTheirs() {
        double[] before = singleGradients()[0];
        Parameter filter = find("block.conv1.weight");
        filter.freeze();
        double[] after = singleGradients()[0];
        assertThat(part(after, filter)).containsOnly(0);
        Parameter stem = find("conv1.weight");
        assertThat(part(after, stem)).containsExactly(part(before, stem));
    }

    private Tensor features(Pass pass) {
        return net.features(pass.images(Nets.IMAGES, images));
    }

    /** The flat gradients of the two losses, each from a pass of its own. */
    private double[][] singleGradients() {
        double[][] single = new double[2][];
        for (int i = 0; i < 2; i++) {
            try (Pass pass = Pass.training(device, DRAWS)) {
                Tensor features = features(pass);
                pass.backward(i == 0 ? net.lossOne(features) : net.lossTwo(features));
            }
            single[i] = flat();
        }
        return single;
    }

    private double lossMovedBy(double h) {
        move(h);
        try (Pass pass = Pass.probe(device, DRAWS)) {
            Tensor features = features(pass);
            return net.lossOne(features).plus(net.lossTwo(features)).item();
        } finally {
            move(-h);
        }
    }

    private void move(double h) {
        for (Parameter parameter : net.parameters.trained()) {
            double[] values = parameter.toDoubles();
            double[] direction = direction(parameter);
            Arrays.setAll(values, i -> values[i] + h * direction[i]);
            parameter.set(values);
        }
    }

    private static double[] direction(Parameter parameter) {
        return Nets.normals(
                DRAWS.in("direction").in(parameter.name()), parameter.shape().size());
    }

    /** All gradients in the order of the parameters, without padding. */
    private double[] flat() {
        return net.parameters.trained().stream()
                .flatMapToDouble(p -> Arrays.stream(p.gradientToDoubles()))
                .toArray();
    }

    private double[] part(double[] flat, Parameter wanted) {
        int from = 0;
        for (Parameter parameter : net.parameters.trained()) {
            if (parameter == wanted) {
                break;
            }
            from += parameter.shape().size();
        }
        return Arrays.copyOfRange(flat, from, from + wanted.shape().size());
    }

    private Parameter find(String name) {
        return net.parameters.all().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private double[] gradient(String name) {
        return find(name).gradientToDoubles();
    }

    private double scalar(Buffer buffer) {
        double[] number = new double[1];
        device.download(buffer, number);
        return number[0];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
