package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gradient of an IMAGE's filter, a row of outputs at a time from {@link ImageRows}. Sums are divided by rows of outputs
 * in a number of slots that the size decides, so no cut changes a bit.
 */
final class ImageGradient {
    /** Slots: enough to keep many threads evenly busy. */
    private static final int SLOTS = 32;
    /** Rows of a register tile: the 147 numbers of a filter of 7 × 7 for 3 channels are 21 times 7. */
    private static final int TILE = Lanes.COUNT == 8 ? 4 : 7;

    private final Workers workers;
    private final Room[] rooms;
    private final Map<ConvolutionSize, int[][]> places = new HashMap<>();
    /** Sums [slot][k/32][row of the filter, and one for what a tile has too many][32]. */
    private float[] slots = {};

    ImageGradient(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(Room[]::new, Room::new);
    }

    /** What one thread needs. */
    private static final class Room {
        final ImageRows rows = new ImageRows();
        final GradientStrip strip = new GradientStrip();
    }

    void run(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        int[][] turns = places.computeIfAbsent(z, ImageGradient::places);
        int block = (ImageRows.depth(z) + 1) * Layout.FILTER_BLOCK;
        int length = Layout.filterBlocks(z.k()) * block;
        int count = Math.min(SLOTS, z.n() * z.p());
        slots = Kept.atLeast(slots, count * length);
        workers.run(rooms, count, (room, slot) -> {
            GradientStrip strip = room.strip;
            room.rows.clear(z);
            strip.x = room.rows.x;
            strip.apart = ImageRows.apart(z);
            strip.dy = dy.array();
            strip.block = z.p() * z.q() * Layout.BLOCK;
            strip.pixels = z.q();
            strip.sums = slots;
            strip.adds = true;
            int start = Layout.FIRST + slot * length;
            Arrays.fill(slots, start, start + length, 0);
            for (int i = z.n() * z.p() * slot / count; i < z.n() * z.p() * (slot + 1) / count; i++) {
                int p = i % z.p();
                room.rows.read(z, x, i / z.p(), p);
                strip.first = dy.offset() + Layout.activation(z.k(), z.p(), z.q(), i / z.p(), 0, p, 0);
                strip.places = turns[ImageRows.turn(z, p)];
                strip.add(TILE, Layout.blocks(z.k()), start, block);
            }
        });
        FilterGradient.addSlots(workers, slots, Layout.FIRST + length, count - 1, length, slots, Layout.FIRST);
        arrange(z, block, dw);
    }

    /** For each turn, where the sums lie of each number that a pixel meets, in whole tiles. */
    private static int[][] places(ConvolutionSize z) {
        int depth = ImageRows.depth(z);
        int[][] places = new int[z.r()][Math.ceilDiv(depth, TILE) * TILE];
        for (int turn = 0; turn < z.r(); turn++) {
            for (int i = 0; i < places[turn].length; i++) {
                int row = i < depth ? i / z.r() * z.r() + Math.floorMod(i - turn, z.r()) : depth;
                places[turn][i] = row * Layout.FILTER_BLOCK;
            }
        }
        return places;
    }

    /** Copies the first slot to where a FILTER has its rows. */
    private void arrange(ConvolutionSize z, int block, CpuBuffer dw) {
        Arrays.fill(dw.array(), dw.offset(), dw.offset() + dw.length(), 0);
        for (int k = 0; k < Layout.filterBlocks(z.k()); k++) {
            for (int i = 0; i < ImageRows.depth(z); i++) {
                int from = Layout.FIRST + k * block + i * Layout.FILTER_BLOCK;
                int to = dw.offset() + ImageFilter.place(z, 0, k, i);
                System.arraycopy(slots, from, dw.array(), to, Layout.FILTER_BLOCK);
            }
        }
    }
}
