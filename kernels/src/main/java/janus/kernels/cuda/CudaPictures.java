package janus.kernels.cuda;

import janus.kernels.Buffer;

interface CudaPictures extends CudaFamily {
    @Override
    default void warp(int n, int h, int w, Buffer pictures, Buffer maps, Buffer y) {
        launch("pictures", "warp", y).sizes(n, h, w).in(pictures, maps).out(y).over(n * h * w);
    }
}
