package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y = a − b, elementwise; da = dy, db = −dy. */
public record Subtract() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        return Rule.same(this, "a and b of equal shape", x);
    }

    @Override
    public Set<Role> roles(int i) {
        return Rule.NUMBERS;
    }

    @Override
    public Role role(List<Role> x, Shape y) {
        return Rule.same(this, x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().subtract(f.shape(0), f.x(0), f.x(1), f.y());
        return List.of();
    }

    @Override
    public void backward(Backward b) {
        if (b.wants(1)) {
            b.kernels().scale(b.shape(1), -1, b.dy(), b.dx(1));
        }
        b.hand(0);
    }
}
