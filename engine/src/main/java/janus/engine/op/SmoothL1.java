package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/** y = d²/(2·beta) where |d| &lt; beta, else |d| − beta/2, with d = x − target [n,c] (Girshick, 2015). */
public record SmoothL1(double beta) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, beta > 0, "beta > 0", x);
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
        f.kernels().smoothL1(z.at(0), z.at(1), beta, f.x(0), f.x(1), f.y());
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        b.kernels().smoothL1Backward(z.at(0), z.at(1), beta, b.saved(0), b.saved(1), b.dy(), b.dx(0));
    }
}
