package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/**
 * Gradient of an IMAGE's filter. Sums are divided by rows of outputs in a number of slots that the size decides, so no cut
 * changes a bit.
 */
final class ImageGradient {
    /** Slots: enough to keep many threads evenly busy. */
    private static final int SLOTS = 32;

    private final Workers workers;
    private final boolean strict;
    private final ImageGradientSweep.Room[] rooms;
    private float[] slots = {};

    ImageGradient(Workers workers, boolean strict) {
        this.workers = workers;
        this.strict = strict;
        rooms = workers.rooms(ImageGradientSweep.Room[]::new, ImageGradientSweep.Room::new);
    }

    void run(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        ImageAlgorithm algorithm = ImageAlgorithm.of(z, strict);
        int length = Layout.filterBlocks(z.k()) * algorithm.sums(z);
        int all = z.n() * z.p();
        int count = Math.min(SLOTS, all);
        slots = Kept.atLeast(slots, count * length);
        workers.run(rooms, count, (room, slot) -> {
            int start = Layout.FIRST + slot * length;
            Arrays.fill(slots, start, start + length, 0);
            ImageGradientSweep sweep = room.of(algorithm);
            sweep.begin(z, slots, start);
            int end = all * (slot + 1) / count;
            int next;
            for (int row = all * slot / count; row < end; row = next) {
                int n = row / z.p();
                next = Math.min(end, (n + 1) * z.p());
                sweep.rows(z, x, dy, n, row - n * z.p(), next - n * z.p());
            }
        });
        FilterGradient.addSlots(workers, slots, Layout.FIRST + length, count - 1, length, slots, Layout.FIRST);
        algorithm.gradient(z, slots, dw);
    }
}
