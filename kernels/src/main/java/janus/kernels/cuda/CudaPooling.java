package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.PoolingSize;

interface CudaPooling extends CudaFamily {
    /** Whole numbers that bf16 holds without a gap. */
    int MOST_PLACES = 256;

    @Override
    default void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index) {
        checkPlaces(z, index);
        pooling("pooling", "maxPool", z, y).in(x).out(y, index).over(vectors(z, z.p() * z.q()));
    }

    @Override
    default void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx) {
        pooling("pooling", "maxPoolBackward", z, dx).in(dy, index).out(dx).over(vectors(z, z.h() * z.w()));
    }

    @Override
    default void averagePool(PoolingSize z, Buffer x, Buffer y) {
        pooling("pooling", "averagePool", z, y).in(x).out(y).over(vectors(z, z.p() * z.q()));
    }

    @Override
    default void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx) {
        pooling("pooling", "averagePoolBackward", z, dx).in(dy).out(dx).over(vectors(z, z.h() * z.w()));
    }

    /** Throws unless the storage of {@code index} tells all places of a window apart. */
    default void checkPlaces(PoolingSize z, Buffer index) {
        if (layout().narrow(index.role()) && z.r() * z.s() > MOST_PLACES) {
            throw new IllegalArgumentException("maxPool: a window of " + z.r() + " × " + z.s()
                    + " has more places than bf16 can count; use float32, or a smaller window");
        }
    }

    /** Starts a launch and tells it the sizes. */
    default Launch pooling(String family, String kernel, PoolingSize z, Buffer output) {
        return launch(family, kernel, output)
                .sizes(z.n(), z.c(), z.h(), z.w(), z.r(), z.s(), z.stride(), z.pad(), z.p(), z.q())
                .sizes(layout().padded(z.c()));
    }

    /** Threads that own 16 bytes each of a map with as many pixels. */
    default int vectors(PoolingSize z, int pixels) {
        return z.n() * pixels * layout().padded(z.c()) / layout().lanes();
    }
}
