package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums of products as they are, a row of outputs at a time from {@link ImageRows}. */
final class DirectImageGradient implements ImageGradientSweep {
    private final ImageRows rows = new ImageRows();
    private final GradientStrip strip = new GradientStrip();
    /** For each turn, where the sums lie of each number that a pixel meets, in whole tiles. */
    private int[][] turns = {};

    /** What {@link #turns} is for. */
    private @Nullable ConvolutionSize size;

    private int start;

    /** Floats of 32 output channels: the rows of the filter, and one for what a tile has too many. */
    static int block(ConvolutionSize z) {
        return (ImageRows.depth(z) + 1) * Layout.FILTER_BLOCK;
    }

    @Override
    public void begin(ConvolutionSize z, float[] sums, int start) {
        this.start = start;
        if (!z.equals(size)) {
            turns = places(z);
            size = z;
        }
        rows.clear(z);
        strip.x = rows.x;
        strip.apart = ImageRows.apart(z);
        strip.block = z.p() * z.q() * Layout.BLOCK;
        strip.pixels = z.q();
        strip.sums = sums;
        strip.adds = true;
    }

    @Override
    public void rows(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, int n, int p, int end) {
        strip.dy = dy.array();
        for (int i = p; i < end; i++) {
            rows.read(z, x, n, i);
            strip.first = dy.offset() + Layout.activation(z.k(), z.p(), z.q(), n, 0, i, 0);
            strip.places = turns[ImageRows.turn(z, i)];
            strip.add(TILE, Layout.blocks(z.k()), start, block(z));
        }
    }

    private static int[][] places(ConvolutionSize z) {
        int depth = ImageRows.depth(z);
        int[][] places = new int[z.r()][Math.ceilDiv(depth, TILE) * TILE];
        for (int turn = 0; turn < z.r(); turn++) {
            int first = turn;
            Arrays.setAll(places[turn], i -> {
                int row = i < depth ? i / z.r() * z.r() + Math.floorMod(i - first, z.r()) : depth;
                return row * Layout.FILTER_BLOCK;
            });
        }
        return places;
    }
}
