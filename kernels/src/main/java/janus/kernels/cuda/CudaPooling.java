package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;

interface CudaPooling extends CudaFamily {
    /** Whole numbers that bf16 holds without a gap. */
    int MOST_PLACES = 256;

    @Override
    default void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index) {
        if (layout().narrow(index.role()) && z.r() * z.s() > MOST_PLACES) {
            throw new IllegalArgumentException("maxPool: a window of " + z.r() + " × " + z.s()
                    + " has more places than bf16 can count; use float32, or a smaller window");
        }
        pooling("maxPool", z, y).in(x).out(y, index).over(vectors(z, z.p() * z.q()));
    }

    @Override
    default void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx) {
        pooling("maxPoolBackward", z, dx).in(dy, index).out(dx).over(vectors(z, z.h() * z.w()));
    }

    @Override
    default void averagePool(PoolingSize z, Buffer x, Buffer y) {
        pooling("averagePool", z, y).in(x).out(y).over(vectors(z, z.p() * z.q()));
    }

    @Override
    default void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx) {
        pooling("averagePoolBackward", z, dx).in(dy).out(dx).over(vectors(z, z.h() * z.w()));
    }

    private Launch pooling(String kernel, PoolingSize z, Buffer output) {
        return launch("pooling", kernel, output)
                .sizes(z.n(), z.c(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad(), z.p(), z.q())
                .sizes(layout().padded(z.c()));
    }

    private int vectors(PoolingSize z, int pixels) {
        return z.n() * pixels * layout().padded(z.c()) / layout().lanes();
    }
}
