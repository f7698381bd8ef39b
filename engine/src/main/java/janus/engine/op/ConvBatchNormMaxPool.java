package janus.engine.op;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * y = MaxPool(ReLU(BatchNorm(Conv2d(x, w)))): {@link ConvBatchNorm} with ReLU, then {@link MaxPool}, so that a device
 * need not keep the map between, the largest of a network. Inputs: x [n,c,h,w], w [k,c,r,s], γ, β, running mean and
 * variance [k].
 */
public record ConvBatchNormMaxPool(ConvBatchNorm block, MaxPool pool) implements Op {
    @Override
    public Shape shape(List<Shape> x) {
        boolean holds = block.relu() && x.size() == 6;
        Rule.check(this, holds, "a block with ReLU, x, w, gamma, beta, mean and variance", x);
        return pool.shape(List.of(block.shape(x)));
    }

    @Override
    public Set<Role> roles(int i) {
        return Conv2d.rolesOf(i);
    }

    @Override
    public boolean constant(int i) {
        return block.constant(i);
    }

    @Override
    public long multiplyAdds(List<Shape> x) {
        return block.multiplyAdds(x);
    }

    @Override
    public List<Buffer> forward(Forward f) {
        ConvolutionSize z = Conv2d.size(block.stride(), block.pad(), f.shape(0), f.shape(1));
        Shape map = Shape.of(z.n(), z.k(), z.p(), z.q());
        if (!f.batchStatistics()) {
            f.kernels()
                    .convolutionNormalizedMaxPool(
                            z,
                            pooling(map),
                            block.eps(),
                            f.x(0),
                            f.x(1),
                            f.x(4),
                            f.x(5),
                            f.x(2),
                            f.x(3),
                            shape -> f.allocate(shape, Role.ACTIVATION),
                            f.y());
            return List.of();
        }
        Buffer u = f.allocate(map, Role.ACTIVATION);
        Buffer mean = f.statistic(z.k());
        Buffer variance = f.statistic(z.k());
        f.kernels().convolutionStatistics(z, f.x(0), f.x(1), u, mean, variance);
        f.updateRunning(z.n() * z.p() * z.q(), block.momentum(), mean, variance, f.x(4), f.x(5));
        Buffer index = f.allocate(f.y().shape(), Role.ACTIVATION);
        Supplier<Buffer> room = () -> f.allocate(map, Role.ACTIVATION);
        f.kernels().normalizeMaxPool(pooling(map), block.eps(), u, mean, variance, f.x(2), f.x(3), room, f.y(), index);
        return List.of(f.x(0), f.x(1), f.x(2), f.x(3), mean, variance, u, index, f.y());
    }

    @Override
    public void backward(Backward b) {
        ConvolutionSize z = Conv2d.size(block.stride(), block.pad(), b.shape(0), b.shape(1));
        Buffer u = b.saved(6);
        Buffer du = b.last() ? u : b.scratch(u.shape(), u.role());
        b.kernels()
                .normalizeMaxPoolBackward(
                        pooling(u.shape()),
                        block.eps(),
                        b.dy(),
                        b.saved(8),
                        b.saved(7),
                        u,
                        b.saved(4),
                        b.saved(5),
                        b.saved(2),
                        b.saved(3),
                        () -> b.scratch(u.shape(), u.role()),
                        b.dx(2),
                        b.dx(3),
                        du);
        ConvBatchNorm.differentiateConvolution(b, z, du);
    }

    private PoolingSize pooling(Shape map) {
        return MaxPool.size(pool.size(), pool.stride(), pool.pad(), map);
    }
}
