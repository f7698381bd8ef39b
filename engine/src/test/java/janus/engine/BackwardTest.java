package janus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import org.junit.jupiter.api.Test;

class BackwardTest {
    private static final Draws DRAWS = Draws.of(20);

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);
    private final float[] images = Nets.floats(Nets.normals(DRAWS.in("images"), Nets.IMAGES.size()));

    @Test
    void directionalDerivativeThroughAResidualNetworkIsTheGradientTimesTheDirection() {
        double h = 1e-6;
        double analytic = 0;
        try (Pass pass = Pass.training(device, DRAWS)) {
            pass.backward(loss(pass));
        }
        for (Parameter parameter : net.parameters.trained()) {
            double[] direction = Nets.normals(
                    DRAWS.in(parameter.name()).in("direction"),
                    parameter.shape().size());
            double[] gradient = parameter.gradientToDoubles();
            for (int i = 0; i < gradient.length; i++) {
                analytic += gradient[i] * direction[i];
            }
        }
        double numeric = (lossAt(h) - lossAt(-h)) / (2 * h);
        // central differences: h² of the third derivative, and rounding 1e-16/h
        assertThat(analytic).isCloseTo(numeric, within(1e-7 * Math.abs(numeric)));
        assertThat(Math.abs(numeric)).isGreaterThan(.01);
    }

    private double lossAt(double h) {
        for (int sign : new int[] {1, -1}) {
            if (sign == -1) {
                h = -h;
            }
            for (Parameter parameter : net.parameters.trained()) {
                double[] values = parameter.toDoubles();
                double[] direction = Nets.normals(DRAWS.in(parameter.name()).in("direction"), values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] += h * direction[i];
                }
                parameter.set(values);
            }
            if (sign == 1) {
                try (Pass pass = Pass.probe(device, DRAWS)) {
                    lossValue = loss(pass).item();
                }
            }
        }
        return lossValue;
    }

    private double lossValue;

    private Tensor loss(Pass pass) {
        Tensor features = net.features(pass.images(Nets.IMAGES, images));
        return net.lossOne(features).plus(net.lossTwo(features));
    }
}
