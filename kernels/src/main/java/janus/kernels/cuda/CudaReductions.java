package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Shape;
import org.jspecify.annotations.Nullable;

interface CudaReductions extends CudaFamily {
    /** Blocks of a sum: each leaves one number to the second launch. */
    int MOST_PARTS = 1024;
    /** Numbers a thread adds up before a sum is spread over more blocks. */
    int RUN = 8;

    Blas blas();

    @Override
    default void matmul(
            int m, int n, int k, boolean transposeA, boolean transposeB, Buffer a, Buffer b, boolean adds, Buffer c) {
        CudaBuffer product = own(c);
        product.storage().touch();
        blas().product(m, n, k, transposeA, transposeB, own(a), own(b), adds, product);
    }

    @Override
    default void sum(Shape z, Buffer x, Buffer y) {
        int count = layout().length(z, x.role());
        total(count, launch("reductions", "sum", x).sizes(count).in(x), y);
    }

    @Override
    default void dot(int n, Buffer a, Buffer b, Buffer y) {
        total(n, launch().of("reductions", "dot_f32").sizes(n).in(a, b), y);
    }

    /** Queues {@code launch}, which wants room for partial sums yet, and the sum of those. */
    private void total(int count, Launch launch, Buffer y) {
        int parts = Math.min(Math.ceilDiv(count, Launch.THREADS * RUN), MOST_PARTS);
        Block partial = memory().take((long) parts * Double.BYTES);
        launch.at(partial.address).run(parts, 1);
        launch().of("reductions", "total_f32")
                .sizes(parts)
                .at(partial.address)
                .out(y)
                .run(1, 1);
        memory().giveBack(partial);
    }

    @Override
    default void maskedMean(int n, int c, boolean byColumn, Buffer x, @Nullable Buffer mask, Buffer y) {
        int means = byColumn ? c : 1;
        launch().of("reductions", "maskedMean_f32")
                .sizes(n * c, means)
                .in(x, mask)
                .out(y)
                .run(means, 1);
    }

    @Override
    default void maskedMeanBackward(int n, int c, boolean byColumn, @Nullable Buffer mask, Buffer dy, Buffer dx) {
        int means = byColumn ? c : 1;
        launch().of("reductions", "maskedMeanBackward_f32")
                .sizes(n * c, means)
                .in(mask, dy)
                .out(dx)
                .run(means, 1);
    }

    @Override
    default void globalAveragePool(int n, int c, int hw, Buffer x, Buffer y) {
        launch("reductions", "globalAveragePool", x)
                .sizes(n, c, hw, stride(x, c))
                .in(x)
                .out(y)
                .over(n * c);
    }

    @Override
    default void globalAveragePoolBackward(int n, int c, int hw, Buffer dy, Buffer dx) {
        int stride = stride(dx, c);
        launch("reductions", "globalAveragePoolBackward", dx)
                .sizes(n, c, hw, stride)
                .in(dy)
                .out(dx)
                .over(n * hw * stride);
    }
}
