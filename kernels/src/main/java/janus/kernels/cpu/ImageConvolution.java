package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** Convolution of an IMAGE, a row of outputs at a time. */
final class ImageConvolution {
    /** Rows of outputs in a unit: the first of them meets r new rows of the image, the others fewer. */
    private static final int UNIT = 28;

    private final Workers workers;
    private final boolean strict;
    private final ImageSweep.Room[] rooms;
    private final Moments moments = new Moments();

    ImageConvolution(Workers workers, boolean strict) {
        this.workers = workers;
        this.strict = strict;
        rooms = workers.rooms(ImageSweep.Room[]::new, ImageSweep.Room::new);
    }

    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        rows(z, x, w, finish, y, (unit, row, at) -> {});
    }

    /** As {@link #forward}, and mean and variance of y's channels: a row is summed while it is in the first cache. */
    void statistics(ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y, View mean, View variance) {
        int blocks = Layout.blocks(z.k());
        moments.begin(blocks, z.n() * bands(z));
        rows(z, x, w, Finish.NONE, y, (unit, row, at) -> {
            for (int block = 0; block < blocks; block++) {
                int from = at + block * z.p() * z.q() * Layout.BLOCK;
                if (row == 0) {
                    // should this row lie far from the others, it makes the variance as large as the sums about it
                    moments.first(block, unit, y.array(), from, z.q());
                    moments.shift(block, unit);
                } else {
                    moments.count(block, unit, z.q());
                }
                moments.second(block, unit, y.array(), from, z.q());
            }
        });
        moments.combine(workers, z.k(), mean, variance);
    }

    private static int bands(ConvolutionSize z) {
        return Math.ceilDiv(z.p(), UNIT);
    }

    /** What follows when a row of a unit lies from {@code at} on in y. */
    private interface Row {
        void done(int unit, int row, int at);
    }

    private void rows(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y, Row then) {
        ImageAlgorithm algorithm = ImageAlgorithm.of(z, strict);
        float[] filter = algorithm.filter(z, w);
        int apart = z.p() * z.q() * Layout.BLOCK;
        workers.run(rooms, z.n() * bands(z), (room, unit) -> {
            ImageSweep sweep = room.of(algorithm);
            sweep.begin(z, filter, y.array());
            int n = unit / bands(z);
            int first = unit % bands(z) * UNIT;
            int end = Math.min(first + UNIT, z.p());
            for (int p = first; p < end; p++) {
                int at = y.offset() + Layout.activation(z.k(), z.p(), z.q(), n, 0, p, 0);
                sweep.row(z, x, n, p, end, at, apart);
                for (int block = 0; finish.shifts && block < Layout.blocks(z.k()); block++) {
                    int to = at + block * apart;
                    finish.write(y.array(), to, y.array(), to, block * Layout.BLOCK, z.q());
                }
                then.done(unit, p - first, at);
            }
        });
    }
}
