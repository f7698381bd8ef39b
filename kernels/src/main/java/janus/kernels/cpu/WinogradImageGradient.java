package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The adjoint of minimal filtering along rows: dw = Gᵀ Σ (Bᵀ x) ⊙ (A dy), for some rows of outputs a column of tiles at a
 * time, whose transforms fit the first cache.
 */
final class WinogradImageGradient implements ImageGradientSweep {
    private static final int B = Layout.BLOCK;
    private static final int POINTS = WinogradRow.POINTS;
    /** Rows of outputs in a column of tiles: the products of a sum, before it is put away. */
    private static final int BAND = 32;
    /** Columns of tiles whose dy is read ahead, row by row: in one of them a row is no more than four lines of a cache. */
    private static final int AHEAD = 8;

    private final PairedColumns columns = new PairedColumns();
    private final GradientStrip strip = new GradientStrip();
    /** For each point, where the sums lie of each number that an output meets, in whole register tiles. */
    private int[][] places = {};
    /** Of x [point][row][column of a pair][channel], from {@link Layout#FIRST} on. */
    private float[] v = {};
    /** Of dy [point][channel block][row][16], from {@link Layout#FIRST} on. */
    private float[] gradients = {};

    /** What {@link #places} is for. */
    private @Nullable ConvolutionSize size;

    private int start;

    /** Floats of 32 output channels: the rows of the filter, and one for what a tile has too many. */
    static int block(ConvolutionSize z) {
        return WinogradImageFilter.block(z) + Layout.FILTER_BLOCK;
    }

    @Override
    public void begin(ConvolutionSize z, float[] sums, int start) {
        this.start = start;
        strip.sums = sums;
        strip.adds = true;
        strip.apart = z.stride() * PairedColumns.width(z);
        if (!z.equals(size)) {
            places = places(z);
            size = z;
        }
    }

    private static int[][] places(ConvolutionSize z) {
        int depth = PairedColumns.depth(z);
        int[][] places = new int[POINTS][Math.ceilDiv(depth, TILE) * TILE];
        for (int point = 0; point < POINTS; point++) {
            int first = point * depth;
            Arrays.setAll(places[point], i -> (i < depth ? first + i : POINTS * depth) * Layout.FILTER_BLOCK);
        }
        return places;
    }

    @Override
    public void rows(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, int n, int p, int end) {
        int bands = Math.ceilDiv(end - p, BAND);
        for (int i = 0; i < bands; i++) {
            int first = p + (end - p) * i / bands;
            int last = p + (end - p) * (i + 1) / bands;
            columns.read(z, x, n, first, last - first);
            // register tiles may read past the last number; those sums are of no use
            v = Kept.atLeast(v, POINTS * columns.apart + TILE);
            for (int tile = 0; tile < PairedColumns.tiles(z); tile++) {
                if (tile % AHEAD == 0) {
                    ahead(z, dy, n, first, last - first, tile);
                }
                columns.transform(tile, v, Layout.FIRST);
                gradients(z, dy, n, first, last - first, tile);
                add(Layout.blocks(z.k()), last - first, block(z));
            }
        }
    }

    /** Brings some columns of tiles of dy to the cache. */
    private void ahead(ConvolutionSize z, CpuBuffer dy, int n, int p, int rows, int tile) {
        int q = tile * WinogradRow.OUTPUTS;
        int count = Math.min(AHEAD * WinogradRow.OUTPUTS, z.q() - q) * B;
        for (int block = 0; block < Layout.blocks(z.k()); block++) {
            int from = dy.offset() + Layout.activation(z.k(), z.p(), z.q(), n, block * B, p, q);
            for (int row = 0; row < rows; row++) {
                strip.ahead.read(dy.array(), from + row * z.q() * B, count);
            }
        }
    }

    /** Transforms a column of tiles of dy. */
    private void gradients(ConvolutionSize z, CpuBuffer dy, int n, int p, int rows, int tile) {
        int blocks = Layout.blocks(z.k());
        int apart = blocks * rows * B;
        gradients = Kept.atLeast(gradients, POINTS * apart);
        int q = tile * WinogradRow.OUTPUTS;
        int count = Math.min(WinogradRow.OUTPUTS, z.q() - q);
        for (int block = 0; block < blocks; block++) {
            int from = dy.offset() + Layout.activation(z.k(), z.p(), z.q(), n, block * B, p, q);
            int to = Layout.FIRST + block * rows * B;
            for (int row = 0; row < rows; row++) {
                for (int o = 0; o < B; o += Lanes.COUNT) {
                    int at = from + row * z.q() * B + o;
                    WinogradRow.outputAdjoint(dy.array(), at, B, count, gradients, to + row * B + o, apart);
                }
            }
        }
    }

    private void add(int blocks, int rows, int block) {
        strip.x = v;
        strip.dy = gradients;
        strip.block = rows * B;
        strip.pixels = rows;
        for (int point = 0; point < POINTS; point++) {
            strip.from = Layout.FIRST + point * columns.apart;
            strip.first = Layout.FIRST + point * blocks * rows * B;
            strip.places = places[point];
            strip.add(TILE, blocks, start, block);
        }
    }
}
