package janus.kernels;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything a device computes. A kernel is told sizes, scalars, inputs, outputs, in this order; sizes come from the
 * arguments alone. It allocates nothing, checks no shapes and overwrites its outputs unless it says "adds". Inputs may
 * be outputs only where it says "in place". Padding lanes of its outputs are written as 0. A default method's body is
 * its meaning; a device overrides it only to be faster.
 */
public interface Kernels extends Convolutions, Normalization, Elementwise, Losses, Reductions, Updates, Pictures {
    /**
     * y = maxPool(relu(convolutionNormalized(x, w))): the first layers of a network at inference.
     *
     * @param room gives an ACTIVATION of a shape to a device that needs one
     */
    default void convolutionNormalizedMaxPool(
            ConvolutionSize z,
            PoolingSize pooling,
            double eps,
            Buffer x,
            Buffer w,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Function<Shape, Buffer> room,
            Buffer y) {
        Buffer map = room.apply(Shape.of(z.n(), z.k(), z.p(), z.q()));
        convolutionNormalized(z, eps, true, x, w, mean, variance, gamma, beta, null, map);
        maxPool(pooling, map, y, room.apply(Shape.of(z.n(), z.k(), pooling.p(), pooling.q())));
    }

    /**
     * y and index = maxPool(ReLU(normalize(x))), x [n,c,h,w].
     *
     * @param room gives a buffer like x to a device that needs one
     */
    default void normalizeMaxPool(
            PoolingSize z,
            double eps,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Supplier<Buffer> room,
            Buffer y,
            Buffer index) {
        Buffer normalized = room.get();
        normalize(z.n(), z.c(), z.h() * z.w(), eps, true, x, mean, variance, gamma, beta, null, normalized);
        maxPool(z, normalized, y, index);
    }

    /**
     * Adjoint of {@link #normalizeMaxPool}, which gave y and index: {@link #maxPoolBackward}, then {@link
     * #normalizeBackward}; dx may be x (in place).
     */
    default void normalizeMaxPoolBackward(
            PoolingSize z,
            double eps,
            Buffer dy,
            Buffer y,
            Buffer index,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Supplier<Buffer> room,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx) {
        Buffer g = room.get();
        maxPoolBackward(z, dy, index, g);
        int hw = z.h() * z.w();
        normalizeBackward(
                z.n(), z.c(), hw, eps, true, g, null, x, mean, variance, gamma, beta, dgamma, dbeta, dx, null);
    }
}
