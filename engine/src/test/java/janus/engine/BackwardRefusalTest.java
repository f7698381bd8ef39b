package janus.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.Device;
import janus.kernels.Shape;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackwardRefusalTest {
    private static final Draws DRAWS = Draws.of(20);

    private final Device device = new ReferenceDevice();
    private final Nets.Residual net = new Nets.Residual(device, DRAWS);

    @Test
    void secondBackwardIsRefused() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor loss = net.lossOne(features(pass));
            pass.backward(loss);
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("backward ran already");
            assertThatThrownBy(() -> pass.gram(List.of(loss), net.parameters.trained()))
                    .hasMessageContaining("backward ran already");
        }
    }

    @Test
    void lossesAreScalarsThatDependOnSomething() {
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            assertThatThrownBy(() -> pass.backward(features)).hasMessageContaining("a loss is a tensor [1]");
        }
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor constant = pass.tensor(Shape.of(1), new double[] {1});
            assertThatThrownBy(() -> pass.backward(constant)).hasMessageContaining("depends on no trained parameter");
        }
        try (Pass pass = Pass.inference(device)) {
            Tensor loss = net.lossOne(features(pass));
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("only a training pass");
        }
    }

    @Test
    void oneBackwardServesOneModel() {
        Nets.Residual other = new Nets.Residual(device, DRAWS);
        try (Pass pass = Pass.training(device, DRAWS)) {
            Tensor features = features(pass);
            Tensor loss = net.lossOne(features).plus(other.lossOne(features));
            assertThatThrownBy(() -> pass.backward(loss)).hasMessageContaining("parameters of one model");
        }
    }

    private Tensor features(Pass pass) {
        return net.features(pass.images(Nets.IMAGES, new float[Nets.IMAGES.size()]));
    }
}
