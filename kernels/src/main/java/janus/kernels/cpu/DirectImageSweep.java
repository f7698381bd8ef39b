package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;

/** Sums of products as they are, from {@link ImageRows}. */
final class DirectImageSweep implements ImageSweep {
    private static final int LANES = Lanes.COUNT;

    private final ImageRows rows = new ImageRows();
    private final Sweep sweep = new Sweep();

    @Override
    public void begin(ConvolutionSize z, float[] filter, float[] y) {
        rows.clear(z);
        sweep.reserve(0, z.q());
        Arrays.setAll(sweep.in, j -> Math.min(j, z.q() - 1) * ImageRows.apart(z));
        Arrays.setAll(sweep.out, j -> Math.min(j, z.q() - 1) * Layout.BLOCK);
        sweep.x = rows.x;
        sweep.w = filter;
        sweep.y = y;
        sweep.adds = false;
    }

    @Override
    public void row(ConvolutionSize z, CpuBuffer x, int n, int p, int end, int at, int apart) {
        rows.read(z, x, n, p);
        int channels = Layout.blocks(z.k()) * Layout.BLOCK;
        int depth = ImageRows.depth(z);
        int filter = Layout.FIRST + ImageRows.turn(z, p) * ImageFilter.length(z);
        for (int k = 0; k < channels; k += 2 * LANES) {
            int w = filter + k / Layout.FILTER_BLOCK * depth * Layout.FILTER_BLOCK + k % Layout.FILTER_BLOCK;
            int y0 = at + k / Layout.BLOCK * apart + k % Layout.BLOCK;
            int next = k + LANES;
            int y1 = next < channels ? at + next / Layout.BLOCK * apart + next % Layout.BLOCK : y0;
            DirectConvolution.windows(sweep, 0, z.q(), depth, w, y0, y1);
        }
    }
}
