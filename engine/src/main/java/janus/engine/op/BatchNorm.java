package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import java.util.List;

/**
 * y = γ·(x − mean)/√(variance + eps) + β per channel (Ioffe and Szegedy, 2015). Inputs: x [n,c] or [n,c,h,w], γ, β and
 * the running mean and variance, each [c]. With batch statistics mean and variance are those of x, and the running ones
 * move: the one side effect of any op, put off until the gradient is known to be finite. Else the running ones are used.
 */
public record BatchNorm(double eps, double momentum) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = x.size() == 5 && Rule.hasChannels(x.getFirst());
        holds = holds && x.stream().skip(1).allMatch(Shape.of(x.getFirst().at(1))::equals);
        Rule.check(this, holds, "x [n,c] or [n,c,h,w], and gamma, beta, mean, variance [c]", x);
        return x.getFirst();
    }

    @Override
    public boolean constant(int i) {
        return i >= 3;
    }

    @Override
    public List<Buffer> forward(Forward f) {
        int n = f.shape(0).at(0);
        int c = f.shape(0).at(1);
        int hw = Rule.pixels(f.shape(0));
        Buffer mean = f.x(3);
        Buffer variance = f.x(4);
        if (f.batchStatistics()) {
            mean = f.statistic(c);
            variance = f.statistic(c);
            f.kernels().batchStatistics(n, c, hw, f.x(0), mean, variance);
            f.updateRunning(n * hw, momentum, mean, variance, f.x(3), f.x(4));
        }
        f.kernels().normalize(n, c, hw, eps, false, f.x(0), mean, variance, f.x(1), f.x(2), null, f.y());
        return List.of(f.x(0), mean, variance, f.x(1), f.x(2));
    }

    @Override
    public void backward(Backward b) {
        int n = b.shape(0).at(0);
        int c = b.shape(0).at(1);
        Buffer dy = b.dy();
        b.kernels()
                .normalizeBackward(
                        n,
                        c,
                        Rule.pixels(b.shape(0)),
                        eps,
                        false,
                        dy,
                        null,
                        b.saved(0),
                        b.saved(1),
                        b.saved(2),
                        b.saved(3),
                        b.saved(4),
                        b.dx(1),
                        b.dx(2),
                        b.dx(0),
                        null);
    }
}
