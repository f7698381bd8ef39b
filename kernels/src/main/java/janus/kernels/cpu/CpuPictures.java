package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Pictures;
import janus.kernels.Triple;

/** Pictures to images, a part for each: BYTES lie as floats here. */
interface CpuPictures extends Pictures {
    Workers workers();

    @Override
    default void warp(int n, int h, int w, Buffer pictures, Buffer maps, Buffer y) {
        CpuBuffer from = CpuBuffer.of(pictures);
        CpuBuffer to = CpuBuffer.of(y);
        View triples = View.of(maps);
        int size = h * w * CHANNELS;
        workers().run(n, i -> {
            double[] map = new double[MAP];
            for (int k = 0; k < MAP; k++) {
                int at = Triple.LENGTH * (i * MAP + k);
                map[k] = triples.get(at) + triples.get(at + 1) + triples.get(at + 2);
            }
            new WarpedPicture(h, w, map, from.array(), from.offset() + i * size)
                    .write(to.array(), to.offset() + i * size);
        });
    }
}
