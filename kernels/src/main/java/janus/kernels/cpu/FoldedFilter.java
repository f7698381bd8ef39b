package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * A FILTER and the normalization behind its convolution in one: the filter times γ/√(variance + eps), and the shift
 * β − mean·γ/√(variance + eps) of each channel.
 */
final class FoldedFilter {
    /** A FILTER of its own, which may have derived forms. */
    final CpuBuffer w;
    /** Of each channel, in whole blocks of 32. */
    final float[] shift;

    private final float[] scale;
    /** The channels' numbers that scale and shift were made of: to compare them takes less than to make them. */
    private final float[] given;

    private double eps = Double.NaN;
    private long version = -1;

    private FoldedFilter(CpuBuffer like, int channels) {
        float[] room = new float[Layout.FIRST + like.length()];
        w = new CpuBuffer(like.shape(), like.role(), new CpuBuffer.Storage(room, false), Layout.FIRST);
        shift = new float[channels];
        scale = new float[channels];
        given = new float[4 * channels];
    }

    /** {@code filter} folded as all is now; kept with it while it is not written and no channel's scale changes. */
    static FoldedFilter of(
            ConvolutionSize z, double eps, CpuBuffer filter, Coefficients.Channels channels, Workers workers) {
        int blocks = Layout.filterBlocks(z.k());
        FoldedFilter folded =
                filter.folded == null ? new FoldedFilter(filter, blocks * Layout.FILTER_BLOCK) : filter.folded;
        filter.folded = folded;
        if (folded.set(z.k(), eps, channels) || folded.version != filter.version()) {
            int length = filter.length() / blocks;
            workers.run(blocks, block -> folded.fold(filter.array(), filter.offset(), block, length));
            folded.version = filter.version();
            folded.w.touch();
        }
        return folded;
    }

    /** Takes in scales and shifts; returns whether a scale has changed. */
    private boolean set(int k, double eps, Coefficients.Channels channels) {
        boolean same = eps == this.eps;
        List<View> views = List.of(channels.mean(), channels.variance(), channels.gamma(), channels.beta());
        for (int i = 0; i < views.size(); i++) {
            same &= views.get(i).copy(k, given, i * k);
        }
        this.eps = eps;
        return !same && change(k, eps, channels);
    }

    private boolean change(int k, double eps, Coefficients.Channels channels) {
        boolean changed = false;
        for (int i = 0; i < k; i++) {
            double factor =
                    channels.gamma().get(i) / Math.sqrt(channels.variance().get(i) + eps);
            changed |= Float.compare(scale[i], (float) factor) != 0;
            scale[i] = (float) factor;
            shift[i] = (float) (channels.beta().get(i) - channels.mean().get(i) * factor);
        }
        return changed;
    }

    private void fold(float[] from, int at, int block, int length) {
        for (int o = 0; o < Layout.FILTER_BLOCK; o += Lanes.COUNT) {
            FloatVector factor = FloatVector.fromArray(Lanes.SPECIES, scale, block * Layout.FILTER_BLOCK + o);
            for (int i = block * length + o; i < (block + 1) * length; i += Layout.FILTER_BLOCK) {
                FloatVector.fromArray(Lanes.SPECIES, from, at + i).mul(factor).intoArray(w.array(), w.offset() + i);
            }
        }
    }
}
