package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/**
 * A differentiable operation y = f(x₀, x₁, …): one record a file, its attributes the record's components, forward and
 * backward side by side. It works on buffers alone; tensors and the tape belong to {@link janus.engine.Pass}. The
 * {@code permits} clause is the registry of what the engine can differentiate, {@link ResidualBlock} beside it; {@link
 * CustomOp} is its open door.
 */
public sealed interface Op
        permits Add,
                AveragePool,
                BatchNorm,
                BinaryCrossEntropy,
                Concat,
                Conv2d,
                ConvBatchNorm,
                ConvBatchNormMaxPool,
                CustomOp,
                Dropout,
                Flatten,
                GlobalAveragePool,
                Linear,
                MaskedMean,
                MatMul,
                MaxPool,
                Mean,
                Multiply,
                Relu,
                ResidualBlock,
                Scale,
                Sigmoid,
                Slice,
                SmoothL1,
                SoftmaxCrossEntropy,
                SquaredError,
                Subtract,
                Sum {
    /** Shape of y for inputs of these shapes; the error names the op, what was given, and the rule. */
    Shape shape(List<Shape> x);

    /** Roles that input i may have: a device lays numbers out by them. */
    default Set<Role> roles(int i) {
        return Rule.MAPS;
    }

    /** Role of y: ACTIVATION for rank 4, else PLAIN, unless the op says otherwise. */
    default Role role(List<Role> x, Shape y) {
        return y.rank() == 4 ? Role.ACTIVATION : Role.PLAIN;
    }

    /** True for inputs without a gradient: targets, masks, statistics. */
    default boolean constant(int i) {
        return false;
    }

    /** Multiply-adds of x₀ by the weights x₁; as many give each of their gradients. 0 where there are none. */
    default long multiplyAdds(List<Shape> x) {
        return 0;
    }

    /** Computes y, and returns what {@link #backward} will read: inputs, y, or buffers allocated on the way. */
    List<Buffer> forward(Forward f);

    /** Turns the gradient of y into those of the inputs that want one. */
    void backward(Backward b);
}
