package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** Minimal filtering along rows: products of all tiles of a row, a point and two vectors of channels at a time. */
final class WinogradImageSweep implements ImageSweep {
    private static final int LANES = Lanes.COUNT;
    private static final int POINTS = WinogradRow.POINTS;
    /** Rows of outputs, at most, whose inputs are transformed together; r − 2 rows of x are those of the band before, too. */
    private static final int BAND = 14;

    private final PairedColumns columns = new PairedColumns();
    /** [tile][point][row][column of a pair][channel], from {@link Layout#FIRST} on. */
    private float[] v = {};

    private final Sweep sweep = new Sweep();
    /** Sums [point][tile][two vectors of channels], from {@link Layout#FIRST} on. */
    private float[] sums = {};
    /** From a point's windows to the next's in the lists of {@link #sweep}. */
    private int list;

    private float[] y = {};
    private int image;
    private int first;
    private int last;

    @Override
    public void begin(ConvolutionSize z, float[] filter, float[] y) {
        this.y = y;
        image = -1;
        int tiles = PairedColumns.tiles(z);
        list = tiles + Sweep.SLACK;
        sums = Kept.atLeast(sums, POINTS * tiles * 2 * LANES);
        sweep.reserve(0, POINTS * list);
        sweep.w = filter;
        sweep.y = sums;
        sweep.adds = false;
        for (int i = 0; i < POINTS * list; i++) {
            sweep.out[i] = Layout.FIRST + (i / list * tiles + Math.min(i % list, tiles - 1)) * 2 * LANES;
        }
    }

    @Override
    public void row(ConvolutionSize z, CpuBuffer x, int n, int p, int end, int at, int apart) {
        transform(z, x, n, p, end);
        int tiles = PairedColumns.tiles(z);
        aim(tiles, Layout.FIRST + (p - first) * z.stride() * PairedColumns.width(z));
        int channels = Layout.blocks(z.k()) * Layout.BLOCK;
        for (int k = 0; k < channels; k += 2 * LANES) {
            int w = Layout.FIRST + k / Layout.FILTER_BLOCK * WinogradImageFilter.block(z) + k % Layout.FILTER_BLOCK;
            for (int point = 0; point < POINTS; point++) {
                int from = point * list;
                int filter = w + point * WinogradImageFilter.point(z);
                DirectConvolution.windows(sweep, from, from + tiles, PairedColumns.depth(z), filter, 0, LANES);
            }
            for (int next = k; next < Math.min(k + 2 * LANES, channels); next += LANES) {
                output(z, next - k, at + next / Layout.BLOCK * apart + next % Layout.BLOCK);
            }
        }
    }

    /** Lets the windows of each point be those of a row that lies {@code offset} floats from the first number. */
    private void aim(int tiles, int offset) {
        for (int point = 0; point < POINTS; point++) {
            int from = point * list;
            for (int tile = 0; tile < tiles; tile++) {
                sweep.in[from + tile] = offset + (tile * POINTS + point) * columns.apart;
            }
            Arrays.fill(sweep.in, from + tiles, from + list, sweep.in[from + tiles - 1]);
        }
    }

    private void output(ConvolutionSize z, int lane, int to) {
        int tiles = PairedColumns.tiles(z);
        for (int tile = 0; tile < tiles; tile++) {
            int from = Layout.FIRST + tile * 2 * LANES + lane;
            int q = tile * WinogradRow.OUTPUTS;
            int count = Math.min(WinogradRow.OUTPUTS, z.q() - q);
            WinogradRow.output(sums, from, tiles * 2 * LANES, y, to + q * Layout.BLOCK, Layout.BLOCK, count);
        }
    }

    /** Has row {@code p}, and as many after it as a band holds, transformed. */
    private void transform(ConvolutionSize z, CpuBuffer x, int n, int p, int end) {
        if (n == image && p >= first && p < last) {
            return;
        }
        int rows = Math.ceilDiv(end - p, Math.ceilDiv(end - p, BAND));
        columns.read(z, x, n, p, rows);
        int tile = POINTS * columns.apart;
        v = Kept.atLeast(v, PairedColumns.tiles(z) * tile);
        for (int i = 0; i < PairedColumns.tiles(z); i++) {
            columns.transform(i, v, Layout.FIRST + i * tile);
        }
        sweep.x = v;
        image = n;
        first = p;
        last = p + rows;
    }
}
