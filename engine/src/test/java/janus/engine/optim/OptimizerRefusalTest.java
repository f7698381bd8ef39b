package janus.engine.optim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.engine.Draws;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Weights;
import janus.engine.nn.BatchNorm2d;
import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerRefusalTest {
    private final Device device = new ReferenceDevice();

    @Test
    void groupsHoldEachTrainedParameterOfTheModelOnceAtMost() {
        Weights w = Weights.root(Draws.of(0));
        new BatchNorm2d(w.in("bn"), 2);
        Parameters parameters = w.build(device);
        Weights other = Weights.root(Draws.of(0));
        Parameter elsewhere = Steps.weight(other, "w");
        other.build(device);
        Parameter own = parameters.trained().getFirst();
        Parameter statistic = parameters.statistics().getFirst();
        for (List<Parameter> wrong : List.of(List.of(own, own), List.of(elsewhere), List.of(statistic))) {
            assertThatThrownBy(() -> new Adam(parameters, List.of(new Group(wrong, 1, 0)), Adam.Settings.ADAM, 1))
                    .hasMessageContaining("each once, given " + wrong.getLast().name());
        }
    }

    @Test
    void epsThatIsNoPositiveFloatIsRefused() {
        Weights w = Weights.root(Draws.of(0));
        Steps.weight(w, "w");
        Parameters parameters = w.build(device);
        for (double eps : new double[] {0, 1e-50, Double.NaN}) {
            Adam.Settings settings = new Adam.Settings(.9, .999, eps, true);
            assertThatThrownBy(() -> new Adam(parameters, Group.all(parameters, 0), settings, 1))
                    .hasMessageContaining("eps must be positive as a float");
        }
    }
}
