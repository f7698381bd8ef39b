package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;

/**
 * y[n,k,p,q] = Σ x[n,c,p·stride+r−pad,q·stride+s−pad]·w[k,c,r,s] + b[k], zero outside x; b is optional.
 *
 * @param pad rows and columns of zeros on each side
 */
public record Conv2d(int stride, int pad) implements Op {
    private static final String RULE = "x [n,c,h,w] and w [k,c,r,s]";

    /** Sizes of a convolution of {@code x} by {@code w}, or the error in the name of {@code op}. */
    static ConvolutionSize size(Op op, String rule, int stride, int pad, List<Shape> given) {
        boolean ranks =
                given.size() >= 2 && given.get(0).rank() == 4 && given.get(1).rank() == 4;
        Rule.check(op, ranks && given.get(0).at(1) == given.get(1).at(1), rule, given);
        Rule.check(op, stride > 0 && pad >= 0, "stride > 0 and pad ≥ 0", given);
        ConvolutionSize z = size(stride, pad, given.get(0), given.get(1));
        boolean fits = z.h() + 2 * pad >= z.r() && z.w() + 2 * pad >= z.s();
        Rule.check(op, fits, "a filter no larger than the padded x", given);
        return z;
    }

    static ConvolutionSize size(int stride, int pad, Shape x, Shape w) {
        return new ConvolutionSize(x.at(0), x.at(1), x.at(2), x.at(3), w.at(0), w.at(2), w.at(3), stride, pad);
    }

    /** Roles of x, w and what else a convolution is given. */
    static Set<Role> rolesOf(int i) {
        return switch (i) {
            case 0 -> Rule.PIXELS;
            case 1 -> Rule.FILTERS;
            default -> Rule.MAPS;
        };
    }

    @Override
    public Shape shape(List<Shape> x) {
        ConvolutionSize z = size(this, RULE, stride, pad, x);
        boolean bias = x.size() == 2 || (x.size() == 3 && x.get(2).equals(Shape.of(z.k())));
        Rule.check(this, bias, RULE + " and optionally b [k]", x);
        return Shape.of(z.n(), z.k(), z.p(), z.q());
    }

    @Override
    public Set<Role> roles(int i) {
        return rolesOf(i);
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return (long) (size(stride, pad, x.get(0), x.get(1)).flops() / 2);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        ConvolutionSize z = size(stride, pad, f.shape(0), f.shape(1));
        f.kernels().convolution(z, f.x(0), f.x(1), f.y());
        if (f.inputs() == 3) {
            f.kernels().addBias(z.n(), z.k(), z.p() * z.q(), f.y(), f.x(2), f.y());
        }
        return List.of(f.x(0), f.x(1));
    }

    @Override
    public void backward(Backward b) {
        ConvolutionSize z = size(stride, pad, b.shape(0), b.shape(1));
        if (b.wants(0)) {
            b.kernels().convolutionBackwardData(z, b.dy(), b.saved(1), b.adds(0), b.sum(0));
        }
        if (b.wants(1)) {
            b.kernels().convolutionBackwardFilter(z, b.saved(0), b.dy(), b.dx(1));
        }
        if (b.inputs() == 3 && b.wants(2)) {
            b.kernels().sumChannels(z.n(), z.k(), z.p() * z.q(), b.dy(), b.dx(2));
        }
    }
}
