package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** Convolution of an IMAGE, and the gradient of its filter, a row of outputs at a time from {@link ImageRows}. */
final class ImageConvolution {
    /** Rows of outputs in a unit: the first of them meets r new rows of the image, the others fewer. */
    private static final int UNIT = 28;
    /** Slots of a gradient: enough to keep many threads evenly busy. */
    private static final int SLOTS = 32;

    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final Room[] rooms;
    /** Sums [slot][turn][k/32][row of the filter][32]. */
    private float[] slots = {};

    ImageConvolution(Workers workers) {
        this.workers = workers;
        rooms = new Room[workers.count()];
        Arrays.setAll(rooms, i -> new Room());
    }

    /** What one thread needs. */
    private static final class Room {
        final ImageRows rows = new ImageRows();
        final Sweep sweep = new Sweep();
        final GradientStrip strip = new GradientStrip();
    }

    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        float[] filter = ImageFilter.of(z, w);
        int bands = Math.ceilDiv(z.p(), UNIT);
        workers.each(z.n() * bands, (thread, unit) -> {
            Room room = rooms[thread];
            aim(z, room.rows, room.sweep, filter, y.array());
            int n = unit / bands;
            int first = unit % bands * UNIT;
            for (int p = first; p < Math.min(first + UNIT, z.p()); p++) {
                room.rows.read(z, x, n, p);
                int at = y.offset() + Layout.activation(z.k(), z.p(), z.q(), n, 0, p, 0);
                row(z, room.sweep, p, finish, at, z.p() * z.q() * Layout.BLOCK);
            }
        });
    }

    /** Lets {@code sweep} convolve rows of pixels in {@code rows}, which forgets those it has, to {@code y}. */
    static void aim(ConvolutionSize z, ImageRows rows, Sweep sweep, float[] filter, float[] y) {
        rows.clear(z);
        sweep.reserve(0, z.q());
        Arrays.setAll(sweep.in, j -> Math.min(j, z.q() - 1) * ImageRows.apart(z));
        Arrays.setAll(sweep.out, j -> Math.min(j, z.q() - 1) * Layout.BLOCK);
        sweep.x = rows.x;
        sweep.w = filter;
        sweep.y = y;
        sweep.adds = false;
    }

    /** Row {@code p} of an image's outputs, to {@code at}, {@code apart} from a block of channels to the next. */
    static void row(ConvolutionSize z, Sweep sweep, int p, Finish finish, int at, int apart) {
        int end = Layout.blocks(z.k()) * Layout.BLOCK;
        int depth = ImageRows.depth(z);
        int filter = ImageRows.turn(z, p) * ImageFilter.length(z);
        for (int k = 0; k < end; k += 2 * LANES) {
            int w = filter + k / Layout.FILTER_BLOCK * depth * Layout.FILTER_BLOCK + k % Layout.FILTER_BLOCK;
            int y0 = at + k / Layout.BLOCK * apart + k % Layout.BLOCK;
            int next = k + LANES;
            int y1 = next < end ? at + next / Layout.BLOCK * apart + next % Layout.BLOCK : y0;
            DirectConvolution.windows(sweep, 0, z.q(), depth, w, y0, y1);
        }
        for (int k = 0; finish.shifts && k < end; k += Layout.BLOCK) {
            int block = at + k / Layout.BLOCK * apart;
            finish.write(sweep.y, block, sweep.y, block, k, z.q());
        }
    }

    void backwardFilter(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        int rows = Math.ceilDiv(ImageRows.depth(z), GradientPlan.TILE) * GradientPlan.TILE;
        int turn = Layout.filterBlocks(z.k()) * rows * Layout.FILTER_BLOCK;
        int length = z.r() * turn;
        int count = Math.min(SLOTS, z.n() * z.p());
        if (slots.length < count * length) {
            slots = new float[count * length];
        }
        workers.each(count, (thread, slot) -> {
            Room room = rooms[thread];
            room.rows.clear(z);
            room.strip.sums = slots;
            room.strip.adds = true;
            room.strip.apart = ImageRows.apart(z);
            room.strip.x = room.rows.x;
            Arrays.fill(slots, slot * length, (slot + 1) * length, 0);
            for (int i = z.n() * z.p() * slot / count; i < z.n() * z.p() * (slot + 1) / count; i++) {
                room.rows.read(z, x, i / z.p(), i % z.p());
                int sums = slot * length + ImageRows.turn(z, i % z.p()) * turn;
                room.strip.add(dy, z.k(), z.p() * z.q(), i * z.q(), z.q(), rows, sums, rows);
            }
        });
        FilterGradient.addSlots(workers, slots, length, count - 1, length, slots, 0);
        arrange(z, rows, dw);
    }

    /** Adds up the turns of the first slot where a FILTER has their rows. */
    private void arrange(ConvolutionSize z, int rows, CpuBuffer dw) {
        Arrays.fill(dw.array(), dw.offset(), dw.offset() + dw.length(), 0);
        int blocks = Layout.filterBlocks(z.k());
        for (int block = 0; block < z.r() * blocks; block++) {
            for (int i = 0; i < ImageRows.depth(z); i++) {
                int from = (block * rows + i) * Layout.FILTER_BLOCK;
                int to = dw.offset() + ImageFilter.place(z, block / blocks, block, i);
                Maps.add(dw.array(), to, slots, from, dw.array(), to, Layout.FILTER_BLOCK);
            }
        }
    }
}
