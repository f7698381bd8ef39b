package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/** y[n,out] = x[n,in]·wᵀ + b, with w [out,in] and an optional b [out]; dx = dy·w, dw = dyᵀ·x, db = Σdy over n. */
public record Linear() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = (x.size() == 2 || x.size() == 3)
                && x.get(0).rank() == 2
                && x.get(1).rank() == 2;
        holds = holds && x.get(0).at(1) == x.get(1).at(1);
        holds = holds && (x.size() == 2 || x.get(2).equals(Shape.of(x.get(1).at(0))));
        Rule.check(this, holds, "x [n,in], w [out,in] and optionally b [out]", x);
        return Shape.of(x.get(0).at(0), x.get(1).at(0));
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return (long) x.get(0).at(0) * x.get(1).size();
    }

    @Override
    public List<Buffer> forward(Forward f) {
        int n = f.shape(0).at(0);
        int out = f.shape(1).at(0);
        f.kernels().matmul(n, out, f.shape(0).at(1), false, true, f.x(0), f.x(1), false, f.y());
        if (f.inputs() == 3) {
            f.kernels().addBias(n, out, 1, f.y(), f.x(2), f.y());
        }
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        int n = b.shape(0).at(0);
        int in = b.shape(0).at(1);
        int out = b.shape(1).at(0);
        if (b.wants(0)) {
            b.kernels().matmul(n, in, out, false, false, b.dy(), b.saved(1), b.adds(0), b.sum(0));
        }
        if (b.wants(1)) {
            b.kernels().matmul(out, in, n, true, false, b.dy(), b.saved(0), b.adds(1), b.sum(1));
        }
        if (b.inputs() == 3 && b.wants(2)) {
            b.kernels().sumChannels(n, out, 1, b.dy(), b.dx(2));
        }
    }
}
