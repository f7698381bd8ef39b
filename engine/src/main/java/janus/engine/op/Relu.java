package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/** y = max(x, 0); NaN stays NaN. dx = dy·[y &gt; 0]: the gradient at 0 is 0. */
public record Relu() implements Op {
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
        f.kernels().relu(f.shape(0), f.x(0), f.y());
        return List.of(f.y());
    }

    @Override
    public void backward(Backward b) {
        b.kernels().reluBackward(b.shape(0), b.saved(0), b.dy(), b.dx(0));
    }
}
