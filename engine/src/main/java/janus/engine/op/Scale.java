package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y = factor·x; dx = factor·dy. */
public record Scale(double factor) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, x.size() == 1, "one input", x);
        return x.getFirst();
    }

    @Override
    public Set<Role> roles(int i) {
        return Rule.NUMBERS;
    }

    @Override
    public Role role(List<Role> x, Shape y) {
        return x.getFirst();
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().scale(f.shape(0), factor, f.x(0), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        b.kernels().scale(b.shape(0), factor, b.dy(), b.dx(0));
    }
}
