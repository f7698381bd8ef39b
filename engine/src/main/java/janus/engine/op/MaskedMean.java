package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/**
 * Mean of x [n,c] over the elements whose mask [n,c] is not 0 (no mask: all): y[c] if {@code byColumn}, else y[1]. An
 * empty mask gives 0 with gradient 0; a NaN behind the mask does no harm.
 */
public record MaskedMean(boolean byColumn) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = x.size() == 1 || (x.size() == 2 && x.get(0).equals(x.get(1)));
        Rule.check(this, holds && x.getFirst().rank() == 2, "x [n,c] and optionally mask [n,c]", x);
        return Shape.of(byColumn ? x.getFirst().at(1) : 1);
    }

    @Override
    public boolean constant(int i) {
        return i == 1;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape z = f.shape(0);
        boolean masked = f.inputs() == 2;
        f.kernels().maskedMean(z.at(0), z.at(1), byColumn, f.x(0), masked ? f.x(1) : null, f.y());
        return masked ? List.of(f.x(1)) : List.of();
    }

    @Override
    public void backward(Backward b) {
        Shape z = b.shape(0);
        Buffer dx = b.dx(0);
        b.kernels().maskedMeanBackward(z.at(0), z.at(1), byColumn, b.inputs() == 2 ? b.saved(0) : null, b.dy(), dx);
    }
}
