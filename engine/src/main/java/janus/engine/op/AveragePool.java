package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/** y = the mean of each size × size window, padding counted as zeros. */
public record AveragePool(int size, int stride, int pad) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        return MaxPool.shape(this, size, stride, pad, x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().averagePool(MaxPool.size(size, stride, pad, f.shape(0)), f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        b.kernels().averagePoolBackward(MaxPool.size(size, stride, pad, b.shape(0)), b.dy(), b.dx(0));
    }
}
