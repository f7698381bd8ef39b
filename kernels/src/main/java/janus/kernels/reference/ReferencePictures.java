package janus.kernels.reference;

import static janus.kernels.reference.ReferenceBuffer.get;
import static janus.kernels.reference.ReferenceBuffer.set;

import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Triple;

interface ReferencePictures extends Kernels {
    @Override
    default void warp(int n, int h, int w, Buffer pictures, Buffer maps, Buffer y) {
        double[] m = new double[MAP];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < MAP; k++) {
                int at = Triple.LENGTH * (i * MAP + k);
                m[k] = get(maps, at) + get(maps, at + 1) + get(maps, at + 2);
            }
            for (int j = 0; j < h * w; j++) {
                double u = j % w - (w - 1) / 2.0 - m[4];
                double v = j / w - (h - 1) / 2.0 - m[5];
                double px = Math.clamp(m[0] * u + m[1] * v + (w - 1) / 2.0, 0, w - 1);
                double py = Math.clamp(m[2] * u + m[3] * v + (h - 1) / 2.0, 0, h - 1);
                for (int k = 0; k < CHANNELS; k++) {
                    double p = bilinear(pictures, h, w, i, px, py, k);
                    set(y, (i * CHANNELS + k) * h * w + j, (p / 255 - m[6 + k]) / m[6 + CHANNELS + k]);
                }
            }
        }
    }

    private static double bilinear(Buffer pictures, int h, int w, int i, double x, double y, int channel) {
        double p = 0;
        for (int row = (int) y; row < Math.min((int) y + 2, h); row++) {
            for (int column = (int) x; column < Math.min((int) x + 2, w); column++) {
                double weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
                p += weight * get(pictures, ((i * h + row) * w + column) * CHANNELS + channel);
            }
        }
        return p;
    }
}
