package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Philox;
import janus.kernels.Role;
import janus.kernels.Shape;

/** One draw of a dropout mask: element i, counted row-major, is kept where its uniform number is at least the rate. */
final class Dropout {
    private final double rate;
    private final float scale;
    private final int stream;
    private final long key;

    Dropout(double rate, int stream, Buffer key) {
        CpuBuffer words = (CpuBuffer) key;
        long bits = 0;
        for (int i = 3; i >= 0; i--) {
            bits = bits << 16 | (int) words.array()[words.offset() + i];
        }
        this.rate = rate;
        this.scale = (float) (1 / (1 - rate));
        this.stream = stream;
        this.key = bits;
    }

    void run(Workers workers, Shape z, CpuBuffer x, CpuBuffer y) {
        y.touch();
        if (y.role() != Role.ACTIVATION) {
            Spans.run(workers, z.size(), (span, i, length) -> apply(i, x, y, i, 1, length));
            return;
        }
        int c = z.at(1);
        int blocks = Layout.blocks(c);
        int hw = z.at(2) * z.at(3);
        workers.run(z.at(0) * blocks, plane -> {
            int first = plane % blocks * Layout.BLOCK;
            for (int lane = 0; lane < Math.min(Layout.BLOCK, c - first); lane++) {
                long index = ((long) (plane / blocks) * c + first + lane) * hw;
                apply(index, x, y, plane * hw * Layout.BLOCK + lane, Layout.BLOCK, hw);
            }
        });
    }

    /** Masks {@code count} numbers that lie {@code stride} floats apart, the first of row-major index {@code index}. */
    private void apply(long index, CpuBuffer x, CpuBuffer y, int at, int stride, int count) {
        float[] from = x.array();
        float[] to = y.array();
        int xi = x.offset() + at;
        int yi = y.offset() + at;
        for (int i = 0; i < count; i++) {
            boolean keep = Philox.uniform(key, stream, index + i) >= rate;
            to[yi + i * stride] = keep ? from[xi + i * stride] * scale : 0;
        }
    }
}
