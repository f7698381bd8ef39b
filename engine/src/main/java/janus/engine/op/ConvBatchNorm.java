package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * y = act(BatchNorm(Conv2d(x, w)) + residual), act = ReLU if {@code relu}: {@link Conv2d}, {@link BatchNorm}, {@link
 * Add} and {@link Relu} in one, so that a device can take statistics while it convolves and fold the normalization into
 * the filter at inference. Inputs: x [n,c,h,w], w [k,c,r,s], γ, β, running mean and variance [k], and optionally the
 * residual [n,k,p,q].
 */
public record ConvBatchNorm(int stride, int pad, double eps, double momentum, boolean relu) implements Op {
    private static final String RULE =
            "x [n,c,h,w], w [k,c,r,s], gamma, beta, mean, variance [k] and optionally residual [n,k,p,q]";

    @Override
    public Shape shape(List<Shape> x) {
        Rule.check(this, x.size() == 6 || x.size() == 7, RULE, x);
        ConvolutionSize z = Conv2d.size(this, RULE, stride, pad, x);
        Shape y = Shape.of(z.n(), z.k(), z.p(), z.q());
        boolean vectors = x.subList(2, 6).stream().allMatch(Shape.of(z.k())::equals);
        Rule.check(this, vectors && (x.size() == 6 || x.get(6).equals(y)), RULE, x);
        return y;
    }

    @Override
    public Set<Role> roles(int i) {
        return Conv2d.rolesOf(i);
    }

    @Override
    public boolean constant(int i) {
        return i == 4 || i == 5;
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return (long) (Conv2d.size(stride, pad, x.get(0), x.get(1)).flops() / 2);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        ConvolutionSize z = Conv2d.size(stride, pad, f.shape(0), f.shape(1));
        Buffer x = f.x(0);
        Buffer w = f.x(1);
        Buffer gamma = f.x(2);
        Buffer beta = f.x(3);
        @Nullable Buffer residual = f.inputs() == 7 ? f.x(6) : null;
        if (!f.batchStatistics()) {
            f.kernels().convolutionNormalized(z, eps, relu, x, w, f.x(4), f.x(5), gamma, beta, residual, f.y());
            return List.of();
        }
        Buffer u = f.taped() ? f.allocate(f.y().shape(), Role.ACTIVATION) : f.y();
        Buffer mean = f.statistic(z.k());
        Buffer variance = f.statistic(z.k());
        int pq = z.p() * z.q();
        f.kernels().convolutionStatistics(z, x, w, u, mean, variance);
        f.updateRunning(z.n() * pq, momentum, mean, variance, f.x(4), f.x(5));
        f.kernels().normalize(z.n(), z.k(), pq, eps, relu, u, mean, variance, gamma, beta, residual, f.y());
        // without a residual, what ReLU let pass can be told from u
        return relu && residual != null
                ? List.of(x, w, gamma, beta, mean, variance, u, f.y())
                : List.of(x, w, gamma, beta, mean, variance, u);
    }

    @Override
    public void backward(Backward b) {
        ConvolutionSize z = Conv2d.size(stride, pad, b.shape(0), b.shape(1));
        Buffer u = b.saved(6);
        boolean residual = b.inputs() == 7 && b.wants(6);
        // dy becomes the residual's gradient where there is one, else du
        Buffer du = b.dy();
        if (residual) {
            du = b.last() ? u : b.scratch(u.shape(), u.role());
        }
        differentiateNorm(b, z, u, du, residual ? b.dy() : null);
        if (residual) {
            b.hand(6);
        }
        differentiateConvolution(b, z, du);
    }

    /** The gradients of x and w, saved first and second, from that of the convolution. */
    static void differentiateConvolution(Backward b, ConvolutionSize z, Buffer du) {
        if (b.wants(0)) {
            b.kernels().convolutionBackwardData(z, du, b.saved(1), b.adds(0), b.sum(0));
        }
        if (b.wants(1)) {
            b.kernels().convolutionBackwardFilter(z, b.saved(0), du, b.dx(1));
        }
    }

    private void differentiateNorm(Backward b, ConvolutionSize z, Buffer u, Buffer du, @Nullable Buffer dresidual) {
        Kernels kernels = b.kernels();
        kernels.normalizeBackward(
                z.n(),
                z.k(),
                z.p() * z.q(),
                eps,
                relu,
                b.dy(),
                relu && b.inputs() == 7 ? b.saved(7) : null,
                u,
                b.saved(4),
                b.saved(5),
                b.saved(2),
                b.saved(3),
                b.dx(2),
                b.dx(3),
                du,
                dresidual);
    }
}
