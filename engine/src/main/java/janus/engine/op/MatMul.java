package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Shape;
import java.util.List;

/** y[m,n] = a[m,k]·b[k,n]; da = dy·bᵀ, db = aᵀ·dy. */
public record MatMul() implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean matrices = x.size() == 2 && x.get(0).rank() == 2 && x.get(1).rank() == 2;
        Rule.check(this, matrices && x.get(0).at(1) == x.get(1).at(0), "a [m,k] and b [k,n]", x);
        return Shape.of(x.get(0).at(0), x.get(1).at(1));
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return (long) x.get(0).at(0) * x.get(1).size();
    }

    @Override
    public List<Buffer> forward(Forward f) {
        Shape a = f.shape(0);
        f.kernels().matmul(a.at(0), f.shape(1).at(1), a.at(1), false, false, f.x(0), f.x(1), false, f.y());
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        int m = b.shape(0).at(0);
        int k = b.shape(0).at(1);
        int n = b.shape(1).at(1);
        Kernels kernels = b.kernels();
        if (b.wants(0)) {
            kernels.matmul(m, k, n, false, true, b.dy(), b.saved(1), b.adds(0), b.sum(0));
        }
        if (b.wants(1)) {
            kernels.matmul(k, n, m, true, false, b.saved(0), b.dy(), b.adds(1), b.sum(1));
        }
    }
}
