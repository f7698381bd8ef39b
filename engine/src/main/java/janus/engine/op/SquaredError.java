package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/** y = (x − target)² per element, x and target [n,c]; dx = 2·dy·(x − target). The target takes no gradient. */
public record SquaredError() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Shape z = Rule.same(this, "x and target [n,c]", x);
        Rule.check(this, z.rank() == 2, "x and target [n,c]", x);
        return z;
    }

    @Override
    public boolean constant(int i) {
        return i == 1;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        f.kernels().squaredError(z.at(0), z.at(1), f.x(0), f.x(1), f.y());
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels().squaredErrorBackward(z.at(0), z.at(1), b.saved(0), b.saved(1), b.dy(), b.dx(0));
    }
}
