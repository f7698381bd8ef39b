package janus.kernels.cuda;

import janus.kernels.Buffer;

interface CudaPictures extends CudaFamily {
    /** Pixels of a thread: what its picture's map comes to is found once for them. */
    int PIXELS = 16;

    int MOST_ROWS = 65_535;

    @Override
    default void warp(int n, int h, int w, Buffer pictures, Buffer maps, Buffer y) {
        launch("pictures", "warp", y)
                .sizes(n, h, w)
                .in(pictures, maps)
                .out(y)
                .run(Math.ceilDiv(h * w, Launch.THREADS * PIXELS), Math.min(n, MOST_ROWS));
    }
}
