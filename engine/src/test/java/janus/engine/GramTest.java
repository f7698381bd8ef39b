package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramTest {
    private static final Draws DRAWS = Draws.of(21);
    private static final int LOSSES = 7;

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);
    private final float[] images = Nets.floats(Nets.normals(DRAWS.in("images"), Nets.IMAGES.size()));
    private final List<Parameter> shared = net.parameters.trained().stream()
            .filter(p -> p.name().startsWith("block") || p.name().equals("unused"))
            .toList();

    @Test
    void anyNumberOfRowsGivesTheSameToTheBit() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            List<Tensor> losses = losses(pass);
            double[][] whole = pass.gram(losses, shared);
            for (int rows = 2; rows <= LOSSES; rows++) {
                assertThat(pass.grams(losses, List.of(shared), rows)[0])
                        .as("%d rows", rows)
                        .isDeepEqualTo(whole);
            }
        }
    }

    @Test
    void groupsOfParametersHaveTheirOwnSharesOfTheWhole() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            List<Tensor> losses = losses(pass);
            List<List<Parameter>> groups = List.of(shared.subList(0, 2), shared.subList(2, shared.size()), shared);
            double[][][] grams = pass.grams(losses, groups, 3);
            for (int g = 0; g < groups.size(); g++) {
                assertThat(grams[g]).isDeepEqualTo(pass.gram(losses, groups.get(g)));
            }
            assertThat(grams[0][1][0]).isNotEqualTo(grams[2][1][0]);
        }
    }

    @Test
    void fewRowsTakeAsManyArenas() {
        long arena = 4L * net.parameters.values().flat().shape().size();
        try (Pass pass = Pass.training(device, DRAWS)) {
            List<Tensor> losses = losses(pass);
            long before = device.bytesInUse();
            pass.grams(losses, List.of(shared), 3);
            long each = (device.bytesInUse() - before) / 3;
            assertThat(each).isGreaterThanOrEqualTo(arena);
            pass.gram(losses, shared);
            assertThat(device.bytesInUse() - before).isEqualTo(LOSSES * each);
        }
    }

    @Test
    void statisticsAmongTheParametersCountNothing() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            List<Tensor> losses = losses(pass);
            List<Parameter> all = new ArrayList<>(shared);
            all.addAll(net.parameters.statistics());
            assertThat(all).hasSizeGreaterThan(shared.size());
            assertThat(pass.gram(losses, all)).isDeepEqualTo(pass.gram(losses, shared));
        }
    }

    @Test
    void oneRowIsRefused() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            List<Tensor> losses = losses(pass);
            assertThatThrownBy(() -> pass.grams(losses, List.of(shared), 1))
                    .hasMessageContaining("2 gradients at least");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsAtFeaturesAreThoseOfTheGradientsThere(boolean atImages) {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor pixels = pass.images(Nets.IMAGES, images);
            Tensor features = net.features(pixels);
            List<Tensor> losses = losses(features);
            Tensor at = atImages ? pixels : features;
            double[] products = Grams.productsAt(at, losses).toDoubles();
            assertThat(products).hasSize(LOSSES * (LOSSES + 1) / 2);
            double[][] gram = Grams.symmetric(LOSSES, products);
            List<double[]> rows =
                    pass.gradientsAt(at, losses).stream().map(Tensor::toDoubles).toList();
            for (int i = 0; i < LOSSES; i++) {
                for (int j = 0; j < LOSSES; j++) {
                    // the device adds in its own order
                    double most = 1e-12 * Math.sqrt(dot(rows.get(i), rows.get(i)) * dot(rows.get(j), rows.get(j)));
                    assertThat(gram[i][j]).isCloseTo(dot(rows.get(i), rows.get(j)), within(most));
                }
            }
            assertThat(gram[1][0]).isNotZero();
        }
    }

    @Test
    void productsAtFeaturesKeepNoGradient() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor pixels = pass.images(Nets.IMAGES, images);
            List<Tensor> losses = losses(net.features(pixels));
            long before = device.bytesInUse();
            Tensor products = Grams.productsAt(pixels, losses);
            long more = device.bytesInUse() - before;
            assertThat(more)
                    .isPositive()
                    .isLessThan(2L * Double.BYTES * products.shape().size());
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private List<Tensor> losses(Pass pass) {
        return losses(net.features(pass.images(Nets.IMAGES, images)));
    }

    private List<Tensor> losses(Tensor features) {
        List<Tensor> losses = new ArrayList<>(List.of(net.lossOne(features), net.lossTwo(features)));
        for (int i = 2; i < LOSSES; i++) {
            losses.add(losses.get(0).times(i).plus(losses.get(1).times(1 - i)));
        }
        return losses;
    }
}
