package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Convolutions.NormalizedFilter;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * y = max(b(max(a(x), 0)) + x, 0), a and b each a {@link ConvBatchNorm} that keeps the shape: the identity block of a
 * residual network (He et al., 2016) in one, so that a device need not write the map between to memory. For running
 * statistics alone: a tape would need that map. Inputs: x [n,c,h,w], then of a and of b w [c,c,r,s], γ, β, mean and
 * variance [c].
 */
public record ResidualBlock(ConvBatchNorm half) implements Op {
    /** Inputs of each half beside what it convolves. */
    private static final int EACH = 5;

    @Override
    public Shape shape(List<Shape> x) {
        boolean given = half.relu() && x.size() == 1 + 2 * EACH;
        Rule.check(this, given, "a half with ReLU, x, and of each half w, gamma, beta, mean and variance", x);
        List<Shape> second = new ArrayList<>(x.subList(1 + EACH, x.size()));
        second.addFirst(half.shape(x.subList(0, 1 + EACH)));
        boolean keeps =
                half.shape(second).equals(x.getFirst()) && second.getFirst().equals(x.getFirst());
        Rule.check(this, keeps, "halves that keep the shape of x", x);
        return x.getFirst();
    }

    @Override
    public Set<Role> roles(int i) {
        return i == 0 ? Set.of(Role.ACTIVATION) : Conv2d.rolesOf(1 + (i - 1) % EACH);
    }

    @Override
    public boolean constant(int i) {
        return i > 0 && half.constant(1 + (i - 1) % EACH);
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return 2 * half.multiplyAdds(x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        if (f.batchStatistics()) {
            throw new IllegalArgumentException(this + ": running statistics alone; apply its halves one by one");
        }
        ConvolutionSize z = Conv2d.size(half.stride(), half.pad(), f.shape(0), f.shape(1));
        Buffer middle = f.allocate(f.y().shape(), Role.ACTIVATION);
        f.kernels().residualBlock(z, half.eps(), f.x(0), filter(f, 1), filter(f, 1 + EACH), middle, f.y());
        return List.of();
    }

    private static NormalizedFilter filter(Forward f, int i) {
        return new NormalizedFilter(f.x(i), f.x(i + 3), f.x(i + 4), f.x(i + 1), f.x(i + 2));
    }

    @Override
    public void backward(Backward b) {
        throw new IllegalStateException(this + " is never on a tape");
    }
}
