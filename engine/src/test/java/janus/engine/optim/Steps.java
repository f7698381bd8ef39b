package janus.engine.optim;

import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;

/** Weights with a known start, gradients by wish, and the optimisers under test. */
final class Steps {
    static final double NO_CLIPPING = Double.POSITIVE_INFINITY;
    static final double[] START = {.5, -1, 2, 0};

    private Steps() {}

    static Optimizer optimizer(String name, Parameters parameters) {
        return switch (name) {
            case "sgd" -> new Sgd(parameters, Group.all(parameters, 0), 0, false, NO_CLIPPING);
            case "sgd momentum decay" -> new Sgd(parameters, Group.all(parameters, .01), .9, false, NO_CLIPPING);
            case "sgd nesterov decay" -> new Sgd(parameters, Group.all(parameters, .01), .9, true, NO_CLIPPING);
            case "adam" -> new Adam(parameters, Group.all(parameters, 0), Adam.Settings.ADAM, NO_CLIPPING);
            case "adam decay" -> new Adam(parameters, Group.all(parameters, .3), Adam.Settings.ADAM, NO_CLIPPING);
            case "adamw decay" -> new Adam(parameters, Group.all(parameters, .3), Adam.Settings.ADAM_W, NO_CLIPPING);
            default -> throw new IllegalArgumentException(name);
        };
    }

    static Parameter weight(Weights w, String name) {
        return w.parameter(
                name, Role.PLAIN, Shape.of(4), (shape, draws, values) -> System.arraycopy(START, 0, values, 0, 4));
    }

    /** Gradients of Σ g·w, which are g. */
    static Gradients gradients(Device device, Parameter weight, double... g) {
        try (Pass pass = Pass.training(device, Draws.of(0))) {
            Tensor factors = pass.tensor(Shape.of(4), g);
            return pass.backward(pass.tensor(weight).times(factors).sum());
        }
    }
}
