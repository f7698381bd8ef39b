package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/** y[n,c] = the mean of x[n,c,h,w] over its pixels; dx = dy/(h·w) at each. */
public record GlobalAveragePool() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Shape z = Rule.single(this, 4, "x [n,c,h,w]", x);
        return Shape.of(z.at(0), z.at(1));
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        f.kernels().globalAveragePool(z.at(0), z.at(1), Rule.pixels(z), f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels().globalAveragePoolBackward(z.at(0), z.at(1), Rule.pixels(z), b.dy(), b.dx(0));
    }
}
