package janus.engine.nn;

import janus.engine.Weights.Initializer;

/** How weights start. */
public final class Initializers {
    private Initializers() {}

    public static Initializer constant(double value) {
        throw new UnsupportedOperationException();
    }

    /** N(0, 2/fanOut): He et al. (2015), as torchvision initialises ResNet's convolutions. */
    public static Initializer kaimingNormalFanOut() {
        throw new UnsupportedOperationException();
    }

    /** U(−b, b), b = 1/√fanIn: PyTorch's default for Linear and Conv2d, weight and bias. */
    public static Initializer uniformFanIn(int fanIn) {
        throw new UnsupportedOperationException();
    }
}
