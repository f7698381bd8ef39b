package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.PoolingSize;
import java.util.Arrays;

/**
 * Convolution of an IMAGE, its normalization, ReLU and max pooling in one: each row is pooled as soon as it is computed,
 * and the largest map of a network is never in memory.
 */
final class PooledImageConvolution {
    /** Rows of y in a unit at most, of which each computes the row of the convolution before its first once more. */
    private static final int UNIT = 28;

    private final Workers workers;
    private final boolean strict;
    private final Room[] rooms;

    PooledImageConvolution(Workers workers, boolean strict) {
        this.workers = workers;
        this.strict = strict;
        rooms = workers.rooms(Room[]::new, Room::new);
    }

    /** What one thread needs. */
    private static final class Room {
        final ImageSweep.Room sweeps = new ImageSweep.Room();
        float[] row = {};
        MaxPool3[] pools = {};

        void reserve(ConvolutionSize z) {
            int blocks = Layout.blocks(z.k());
            row = Kept.atLeast(row, blocks * z.q() * Layout.BLOCK);
            if (pools.length < blocks) {
                pools = new MaxPool3[blocks];
                Arrays.setAll(pools, i -> new MaxPool3());
            }
        }
    }

    void run(ConvolutionSize z, PoolingSize pooling, CpuBuffer x, FoldedFilter folded, CpuBuffer y) {
        ImageAlgorithm algorithm = ImageAlgorithm.of(z, strict);
        float[] filter = algorithm.filter(z, folded.w);
        Finish finish = Finish.of(folded.shift, null, true, y);
        int least = Math.min(pooling.p(), Math.ceilDiv(workers.count(), z.n()));
        int bands = Math.max(least, Math.ceilDiv(pooling.p(), UNIT));
        workers.run(rooms, z.n() * bands, (room, unit) -> {
            room.reserve(z);
            ImageSweep sweep = room.sweeps.of(algorithm);
            sweep.begin(z, filter, room.row);
            int first = pooling.p() * (unit % bands) / bands;
            int end = pooling.p() * (unit % bands + 1) / bands;
            int last = Math.min(2 * end, z.p());
            for (int h = Math.max(0, 2 * first - 1); h < last; h++) {
                sweep.row(z, x, unit / bands, h, last, Layout.FIRST, z.q() * Layout.BLOCK);
                pool(pooling, room, h, unit / bands, MaxPool3.ends(pooling, h) && h / 2 >= first, finish, y);
            }
        });
    }

    /**
     * Takes in row h of the convolution of image n; {@code ends}: a row of y is complete. A channel's shift and ReLU keep
     * the order of its numbers, so that only the largest need them.
     */
    private static void pool(PoolingSize z, Room room, int h, int n, boolean ends, Finish finish, CpuBuffer y) {
        for (int block = 0; block < Layout.blocks(z.c()); block++) {
            MaxPool3 pool = room.pools[block];
            pool.take(z, h, room.row, Layout.FIRST + block * z.w() * Layout.BLOCK);
            if (ends) {
                int channel = block * Layout.BLOCK;
                int at = y.offset() + Layout.activation(z.c(), z.p(), z.q(), n, channel, h / 2, 0);
                pool.give(z, h / 2, y.array(), at);
                finish.write(y.array(), at, y.array(), at, channel, z.q());
            }
        }
    }
}
