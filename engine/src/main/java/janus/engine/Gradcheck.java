package janus.engine;

import janus.engine.op.Op;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares an op's backward with central differences of its forward, (f(x + h) − f(x − h)) / 2h with h = 1e-5: in float64
 * their own error is about 1e-10. The function is Σ r·y + Σ s·y' with fixed random r and s, where y and y' are two
 * applications of the op to the same inputs, so that adding up gradients is checked too. A kink (ReLU at 0, a tie in a
 * window) within h of an input shows as an error: an example chooses points away from them.
 */
public final class Gradcheck {
    /** Largest error of a correct op in float64. */
    public static final double TOLERANCE = 1e-7;

    private static final double H = 1e-5;

    private Gradcheck() {}

    /**
     * One argument of an op.
     *
     * @param variable whether its gradient is checked; false for targets, masks, and arguments that are frozen
     */
    public record Input(Shape shape, Role role, double[] values, boolean variable) {}

    /** An op at a point. */
    public record Example(String name, Op op, List<Input> inputs) {}

    /** Largest |analytic − numeric| of any input, over the largest |numeric| of that input. */
    public record Result(Op op, String example, double worst) {
        public boolean passed() {
            return worst <= TOLERANCE;
        }
    }

    /** Checks one example on a device of double precision. */
    public static Result check(Device device, Example example) {
        List<double[]> kept = new ArrayList<>();
        List<double[]> last = new ArrayList<>();
        try (Pass pass = Pass.training(device, Draws.of(0))) {
            List<Tensor> inputs = inputs(pass, example);
            Tensor loss = loss(example, inputs);
            for (int i = 0; i < inputs.size(); i++) {
                boolean constant = example.op().constant(i);
                kept.add(constant ? new double[0] : kept(pass, inputs.get(i), loss));
            }
            pass.backward(loss);
            inputs.forEach(input -> last.add(input.differentiable() ? pass.gradient(input) : new double[0]));
        }
        double worst = 0;
        for (int i = 0; i < example.inputs().size(); i++) {
            if (example.inputs().get(i).variable()) {
                double[] numeric = differences(device, example, i);
                worst = Math.max(worst, error(kept.get(i), numeric));
                worst = Math.max(worst, error(last.get(i), numeric));
            }
        }
        return new Result(example.op(), example.name(), worst);
    }

    private static double[] kept(Pass pass, Tensor input, Tensor loss) {
        return pass.gradientsAt(input, List.of(loss)).getFirst().toDoubles();
    }

    private static double[] differences(Device device, Example example, int i) {
        double[] values = example.inputs().get(i).values();
        double[] numeric = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            double at = values[j];
            values[j] = at + H;
            double above = value(device, example);
            values[j] = at - H;
            numeric[j] = (above - value(device, example)) / (2 * H);
            values[j] = at;
        }
        return numeric;
    }

    private static double value(Device device, Example example) {
        try (Pass pass = Pass.probe(device, Draws.of(0))) {
            return loss(example, inputs(pass, example)).item();
        }
    }

    private static List<Tensor> inputs(Pass pass, Example example) {
        List<Tensor> tensors = new ArrayList<>();
        for (Input input : example.inputs()) {
            tensors.add(
                    input.variable()
                            ? pass.variable(input.shape(), input.role(), input.values())
                            : pass.constant(input.shape(), input.role(), input.values()));
        }
        return tensors;
    }

    private static Tensor loss(Example example, List<Tensor> inputs) {
        Tensor[] x = inputs.toArray(Tensor[]::new);
        Pass pass = x[0].pass();
        return weighted(pass.apply(example.op(), x), "r").plus(weighted(pass.apply(example.op(), x), "s"));
    }

    private static Tensor weighted(Tensor y, String stream) {
        double[] weights = new double[y.shape().size()];
        Draws draws = Draws.of(0).in(stream);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = draws.normal(i);
        }
        return y.times(y.pass().tensor(y.shape(), weights)).sum();
    }

    private static double error(double[] analytic, double[] numeric) {
        double worst = 0;
        double scale = 0;
        for (int i = 0; i < numeric.length; i++) {
            double difference = Math.abs(analytic[i] - numeric[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            scale = Math.max(scale, Math.abs(numeric[i]));
        }
        return scale > 0 ? worst / scale : worst;
    }
}
