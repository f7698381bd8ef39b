package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y = a·b, elementwise; da = dy·b, db = dy·a. */
public record Multiply() implements Op {
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
        f.kernels().multiply(f.shape(0), f.x(0), f.x(1), f.y());
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        for (int i = 0; i < 2; i++) {
            if (b.wants(i)) {
                b.kernels().multiply(b.shape(i), b.dy(), b.saved(1 - i), b.dx(i));
            }
        }
    }
}
