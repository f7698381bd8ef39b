package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.accumulate;
import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.PoolingSize;
import janus.kernels.Shape;

interface ReferencePooling extends Kernels {
    @Override
    default void maxPool(PoolingSize z, Buffer x, Buffer y, Buffer index) {
        fill(outputs(z), Double.NEGATIVE_INFINITY, y);
        fill(outputs(z), -1, index);
        taps(z, (ix, rs, iy) -> {
            double v = get(x, ix);
            boolean first = get(index, iy) < 0;
            if (first || v > get(y, iy) || (Double.isNaN(v) && !Double.isNaN(get(y, iy)))) {
                set(y, iy, v);
                set(index, iy, rs);
            }
        });
    }

    @Override
    default void maxPoolBackward(PoolingSize z, Buffer dy, Buffer index, Buffer dx) {
        fill(inputs(z), 0, dx);
        taps(z, (ix, rs, iy) -> {
            if (get(index, iy) == rs) {
                accumulate(dx, ix, get(dy, iy));
            }
        });
    }

    @Override
    default void averagePool(PoolingSize z, Buffer x, Buffer y) {
        fill(outputs(z), 0, y);
        taps(z, (ix, rs, iy) -> accumulate(y, iy, get(x, ix) / (z.r() * z.s())));
    }

    @Override
    default void averagePoolBackward(PoolingSize z, Buffer dy, Buffer dx) {
        fill(inputs(z), 0, dx);
        taps(z, (ix, rs, iy) -> accumulate(dx, ix, get(dy, iy) / (z.r() * z.s())));
    }

    /** A pixel, its place r·S+s in a window, and the window's output. */
    @FunctionalInterface
    interface Tap {
        void at(int ix, int rs, int iy);
    }

    /** Visits the pixels inside x of all windows, each window's in row-major order. */
    private static void taps(PoolingSize z, Tap tap) {
        int outputs = outputs(z).size();
        for (int iy = 0; iy < outputs; iy++) {
            int plane = iy / (z.p() * z.q());
            int h0 = iy / z.q() % z.p() * z.stride() - z.pad();
            int w0 = iy % z.q() * z.stride() - z.pad();
            for (int rs = 0; rs < z.r() * z.s(); rs++) {
                int h = h0 + rs / z.s();
                int w = w0 + rs % z.s();
                if (h >= 0 && h < z.h() && w >= 0 && w < z.w()) {
                    tap.at((plane * z.h() + h) * z.w() + w, rs, iy);
                }
            }
        }
    }

    private static Shape inputs(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.h(), z.w());
    }

    private static Shape outputs(PoolingSize z) {
        return Shape.of(z.n(), z.c(), z.p(), z.q());
    }
}
