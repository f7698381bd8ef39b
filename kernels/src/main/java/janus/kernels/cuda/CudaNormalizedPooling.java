package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.PoolingSize;
import janus.kernels.Shape;
import java.util.function.Function;
import java.util.function.Supplier;

/** A network's first layers, whose map is its largest: it is read once, and what is pooled is never written. */
interface CudaNormalizedPooling extends CudaNormalization, CudaPooling {
    @Override
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
        convolution(z, x, w, map);
        Buffer index = room.apply(Shape.of(z.n(), z.k(), pooling.p(), pooling.q()));
        normalizeMaxPool(pooling, eps, map, mean, variance, gamma, beta, () -> map, y, index);
    }

    @Override
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
        checkPlaces(z, index);
        pooling("normalizedPooling", "normalizeMaxPool", z, y)
                .scalar(eps)
                .in(x, mean, variance, gamma, beta)
                .out(y, index)
                .over(vectors(z, z.p() * z.q()));
    }

    @Override
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
        Rows rows = Rows.of(layout(), x.role(), z.n(), z.c(), z.h() * z.w());
        Block parts = memory().take(rows.room(2));
        pooling("normalizedPooling", "normalizeMaxPoolGradients", z, x)
                .sizes(rows.lanes())
                .scalar(eps)
                .in(dy, index, x, mean, variance, gamma, beta)
                .at(parts.address)
                .out(dgamma, dbeta)
                .run(rows.columns(), rows.parts());
        memory().giveBack(parts);
        pooling("normalizedPooling", "normalizeMaxPoolBackward", z, x)
                .sizes(rows.lanes())
                .scalar(eps)
                .in(dy, index, x, mean, variance, gamma, beta, dgamma, dbeta)
                .out(dx)
                .run(rows.columns(), rows.blocks());
    }
}
