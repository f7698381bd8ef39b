package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y = 1/(1 + e^−x), without overflow; dx = dy·y·(1 − y). */
public record Sigmoid() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, x.size() == 1, "one input", x);
        return x.getFirst();
    }

    @Override
    public Set<Role> roles(int i) {
        return Rule.NO_FILTER;
    }

    @Override
    public Role role(List<Role> x, Shape y) {
        return x.getFirst();
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().sigmoid(f.shape(0), f.x(0), f.y());
        return List.of(f.y());
    }

    @Override
    public void backward(Backward b) {
        b.kernels().sigmoidBackward(b.shape(0), b.saved(0), b.dy(), b.dx(0));
    }
}
