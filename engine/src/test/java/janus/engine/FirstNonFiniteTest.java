package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstNonFiniteTest {
    private static final Draws DRAWS = Draws.of(3);

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);
    private final float[] images = Nets.floats(Nets.normals(DRAWS, Nets.IMAGES.size()));

    @Test
    void nonFinitePixelIsNamedAndMovesNoStatistic() {
        images[17] = Float.NaN;
        List<double[]> before =
                net.parameters.statistics().stream().map(Parameter::toDoubles).toList();
        try (Pass pass = Pass.training(device, DRAWS)) {
            pass.backward(net.lossOne(net.features(pass.images(Nets.IMAGES, images))));
            assertThat(pass.firstNonFinite()).isEqualTo("images [3, 3, 8, 8]");
        }
        assertThat(net.parameters.statistics().stream().map(Parameter::toDoubles))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(before);
    }

    @Test
    void nonFiniteWeightIsNamed() {
        Parameter weight = net.parameters.trained().stream()
                .filter(p -> p.name().equals("block.conv1.weight"))
                .findFirst()
                .orElseThrow();
        double[] values = weight.toDoubles();
        try (Pass pass = Pass.probe(device, DRAWS)) {
            net.features(pass.images(Nets.IMAGES, images));
            assertThat(pass.firstNonFinite()).isNull();
        }
        values[5] = Double.POSITIVE_INFINITY;
        weight.set(values);
        try (Pass pass = Pass.probe(device, DRAWS)) {
            net.features(pass.images(Nets.IMAGES, images));
            assertThat(pass.firstNonFinite()).isEqualTo("block.conv1.weight [5, 4, 3, 3]");
        }
    }
}
