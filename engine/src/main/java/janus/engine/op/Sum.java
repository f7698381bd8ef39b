package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y[1] = Σx over all elements; dx = dy everywhere. */
public record Sum() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, x.size() == 1, "one input", x);
        return Shape.of(1);
    }

    @Override
    public Set<Role> roles(int i) {
        return Rule.NUMBERS;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().sum(f.shape(0), f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        b.kernels().spread(b.shape(0), 1, b.dy(), b.dx(0));
    }
}
