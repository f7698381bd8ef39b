package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/**
 * y = x·keep/(1 − rate), where each element is kept with probability 1 − rate (Srivastava et al., 2014). Inputs: x of any
 * shape and the key [4] of the pass; which elements are kept is a pure function of (key, stream, row-major index).
 *
 * @param stream tells the dropouts of one pass apart
 */
public record Dropout(double rate, int stream) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, rate >= 0 && rate < 1, "0 ≤ rate < 1", x);
        Rule.check(this, x.size() == 2 && x.get(1).equals(Shape.of(4)), "x and a key [4]", x);
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
    public boolean constant(int i) {
        return i == 1;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        f.kernels().dropout(f.shape(0), rate, stream, f.x(1), f.x(0), f.y());
        return List.of(f.x(1));
    }

    @Override
    public void backward(Backward b) {
        b.kernels().dropout(b.shape(0), rate, stream, b.saved(0), b.dy(), b.dx(0));
    }
}
