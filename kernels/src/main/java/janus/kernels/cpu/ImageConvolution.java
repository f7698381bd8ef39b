package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** Convolution of an IMAGE, a row of outputs at a time from {@link ImageRows}. */
final class ImageConvolution {
    /** Rows of outputs in a unit: the first of them meets r new rows of the image, the others fewer. */
    private static final int UNIT = 28;

    private static final int LANES = Lanes.COUNT;

    private final Workers workers;
    private final Room[] rooms;
    private final Moments moments = new Moments();

    ImageConvolution(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(Room[]::new, Room::new);
    }

    /** What one thread needs. */
    private static final class Room {
        final ImageRows rows = new ImageRows();
        final Sweep sweep = new Sweep();
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
        float[] filter = ImageFilter.of(z, w);
        workers.run(rooms, z.n() * bands(z), (room, unit) -> {
            aim(z, room.rows, room.sweep, filter, y.array());
            int n = unit / bands(z);
            int first = unit % bands(z) * UNIT;
            for (int p = first; p < Math.min(first + UNIT, z.p()); p++) {
                room.rows.read(z, x, n, p);
                int at = y.offset() + Layout.activation(z.k(), z.p(), z.q(), n, 0, p, 0);
                row(z, room.sweep, p, finish, at, z.p() * z.q() * Layout.BLOCK);
                then.done(unit, p - first, at);
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
        int filter = Layout.FIRST + ImageRows.turn(z, p) * ImageFilter.length(z);
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
}
