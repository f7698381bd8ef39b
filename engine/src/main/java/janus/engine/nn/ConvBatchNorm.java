package janus.engine.nn;

import janus.engine.Layer;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.op.ConvBatchNormMaxPool;
import janus.engine.op.MaxPool;
import janus.engine.op.ResidualBlock;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.stream.Stream;

/** Convolution without bias, batch normalization, optional addition and ReLU, as one fused op. */
public final class ConvBatchNorm implements Layer {
    private final int stride;
    private final int pad;
    private final Parameter filter;
    private final BatchNorm2d norm;

    /** Filter [k,c,size,size] named {@code weight} below {@code conv}; γ, β and statistics below {@code norm}. */
    public ConvBatchNorm(Weights conv, Weights norm, int c, int k, int size, int stride, int pad) {
        this.stride = stride;
        this.pad = pad;
        Shape shape = Shape.of(k, c, size, size);
        this.filter = conv.parameter("weight", Role.FILTER, shape, Initializers.kaimingNormalFanOut());
        this.norm = new BatchNorm2d(norm, k);
    }

    /** norm(conv(x)). */
    @Override
    public Tensor apply(Tensor x) {
        return fused(false, x);
    }

    /** max(norm(conv(x)), 0). */
    public Tensor relu(Tensor x) {
        return fused(true, x);
    }

    /** max(norm(conv(x)) + residual, 0). */
    public Tensor addRelu(Tensor x, Tensor residual) {
        return fused(true, x, residual);
    }

    /** max(second(this.relu(x)) + x, 0), where both keep the shape of x: as one op where running statistics allow it. */
    public Tensor residual(ConvBatchNorm second, Tensor x) {
        if (x.pass().usesBatchStatistics() || stride != second.stride || pad != second.pad) {
            return second.addRelu(relu(x), x);
        }
        Stream<Tensor> inputs =
                Stream.concat(Stream.of(inputs(x)), Stream.of(second.inputs(x)).skip(1));
        return x.pass().apply(new ResidualBlock(op(true)), inputs.toArray(Tensor[]::new));
    }

    /** The largest value of each size × size window of max(norm(conv(x)), 0). */
    public Tensor reluMaxPool(Tensor x, int size, int stride, int pad) {
        return x.pass().apply(new ConvBatchNormMaxPool(op(true), new MaxPool(size, stride, pad)), inputs(x));
    }

    private Tensor fused(boolean relu, Tensor x, Tensor... residual) {
        return x.pass().apply(op(relu), inputs(x, residual));
    }

    private janus.engine.op.ConvBatchNorm op(boolean relu) {
        return new janus.engine.op.ConvBatchNorm(stride, pad, BatchNorm2d.EPS, BatchNorm2d.MOMENTUM, relu);
    }

    private Tensor[] inputs(Tensor x, Tensor... residual) {
        Pass pass = x.pass();
        Tensor[] inputs = new Tensor[6 + residual.length];
        inputs[0] = x;
        inputs[1] = pass.tensor(filter);
        System.arraycopy(norm.read(pass), 0, inputs, 2, 4);
        System.arraycopy(residual, 0, inputs, 6, residual.length);
        return inputs;
    }
}
