package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.PoolingSize;
import janus.kernels.Shape;
import java.util.function.Function;
import java.util.function.Supplier;

/** A network's first layers, whose map is its largest: it is read once, and what is pooled is never written. */
interface CudaNormalizedPooling extends CudaNormalization, CudaPooling {
    /** Blocks that a multiprocessor has at once of the kernels of halved maps. */
    int RESIDENT = 3;
    /** Rows of windows in a piece of a column; what it shares with the next is read twice. */
    int SHORTEST = 2;

    int TALLEST = 8;

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
        if (halves(z)) {
            Rows pieces = pieces(z, x);
            start("halvedMaxPool", z, pieces, true, eps, y)
                    .in(x, mean, variance, gamma, beta)
                    .out(y, index)
                    .run(pieces.columns(), pieces.blocks());
            return;
        }
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
        boolean halves = halves(z);
        Rows rows = halves ? pieces(z, x) : rows(z, x);
        Block parts = memory().take(rows.room(2));
        start(halves ? "halvedMaxPoolGradients" : "normalizeMaxPoolGradients", z, rows, halves, eps, x)
                .in(dy, index, x, mean, variance, gamma, beta)
                .at(parts.address)
                .out(dgamma, dbeta)
                .run(rows.columns(), rows.parts());
        memory().giveBack(parts);
        start(halves ? "halvedMaxPoolBackward" : "normalizeMaxPoolBackward", z, rows, halves, eps, x)
                .in(dy, index, x, mean, variance, gamma, beta, dgamma, dbeta)
                .out(dx)
                .run(rows.columns(), rows.blocks());
    }

    /** Whether there are kernels that have a column of windows at once. */
    private static boolean halves(PoolingSize z) {
        return z.r() == 3 && z.s() == 3 && z.stride() == 2 && z.pad() == 1;
    }

    /** How tall a piece is: no taller, if it can be, than leaves every thread of a wave one. */
    private int tall(PoolingSize z, Rows rows) {
        int most = z.n() * z.p() * z.q() / (RESIDENT * Rows.MULTIPROCESSORS * rows.group() / rows.columns() + 1);
        return Math.clamp(most, SHORTEST, TALLEST);
    }

    private Rows rows(PoolingSize z, Buffer x) {
        return Rows.of(layout(), x.role(), z.n(), z.c(), z.h() * z.w());
    }

    private Rows pieces(PoolingSize z, Buffer x) {
        Rows rows = rows(z, x);
        return rows.with(z.n() * z.q() * Math.ceilDiv(z.p(), tall(z, rows)), RESIDENT);
    }

    /** A launch that has been told the sizes. */
    private Launch start(String kernel, PoolingSize z, Rows rows, boolean halves, double eps, Buffer output) {
        Launch launch = pooling(halves ? "halvedPooling" : "normalizedPooling", kernel, z, output)
                .sizes(rows.lanes());
        return (halves ? launch.sizes(tall(z, rows)) : launch).scalar(eps);
    }
}
