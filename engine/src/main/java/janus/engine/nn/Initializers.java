package janus.engine.nn;

import janus.engine.Weights.Initializer;
import java.util.Arrays;

/** How weights start. */
public final class Initializers {
    private Initializers() {}

    public static Initializer constant(double value) {
        return (shape, draws, values) -> Arrays.fill(values, value);
    }

    /** N(0, 2/fanOut), fanOut = k·r·s: He et al. (2015), as torchvision initialises ResNet's convolutions. */
    public static Initializer kaimingNormalFanOut() {
        return (shape, draws, values) -> {
            double deviation = Math.sqrt(2.0 / (values.length / shape.at(1)));
            // each a pure function of its index: any thread may draw it
            Arrays.parallelSetAll(values, i -> deviation * draws.normal(i));
        };
    }

    /** U(−b, b), b = 1/√fanIn: PyTorch's default for Linear and Conv2d, weight and bias. */
    public static Initializer uniformFanIn(int fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        return (shape, draws, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = bound * (2.0 * draws.uniform(i) - 1);
            }
        };
    }
}
