package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** y = the largest value of each size × size window over the pixels inside x; on a tie the first one has the gradient. */
public record MaxPool(int size, int stride, int pad) implements Op {
    /** Extents of a pooling of {@code x}: every window reads at least one pixel, as 2·pad ≤ size. */
    static Shape shape(Op op, int size, int stride, int pad, List<Shape> given) {
        Shape x = Rule.single(op, 4, "x [n,c,h,w]", given);
        boolean fits = stride > 0 && pad >= 0 && 2 * pad <= size && Math.min(x.at(2), x.at(3)) + 2 * pad >= size;
        Rule.check(op, fits, "stride > 0, 2·pad ≤ size, and size no larger than the padded x", given);
        PoolingSize z = size(size, stride, pad, x);
        return Shape.of(z.n(), z.c(), z.p(), z.q());
    }

    static PoolingSize size(int size, int stride, int pad, Shape x) {
        return new PoolingSize(x.at(0), x.at(1), x.at(2), x.at(3), size, size, stride, pad);
    }

    @Override
    public Shape shape(List<Shape> x) {
        return shape(this, size, stride, pad, x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Buffer index = f.allocate(f.y().shape(), Role.ACTIVATION);
        f.kernels().maxPool(size(size, stride, pad, f.shape(0)), f.x(0), f.y(), index);
        return List.of(index);
    }

    @Override
    public void backward(Backward b) {
        b.kernels().maxPoolBackward(size(size, stride, pad, b.shape(0)), b.dy(), b.saved(0), b.dx(0));
    }
}
