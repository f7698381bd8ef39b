package janus.kernels.cuda;

import java.util.List;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What cuDNN's fused forward leaves to its backward: mean and inverse deviation of each channel, then the reserve space.
 * It is kept with the mean, and of use only as long as what it was made of stays as it was.
 */
final class Saved {
    final Block block;
    private List<?> statistics = List.of();
    private NormalizationPlan.@Nullable Fused fused;
    private CudaBuffer.@Nullable Version output;
    private @Nullable Recording recording;

    Saved(Block block) {
        this.block = block;
    }

    /** Notes that these versions are a batch, its mean and its variance. */
    void begin(List<?> statistics, @Nullable Recording now) {
        this.statistics = statistics;
        this.recording = now;
        fused = null;
        output = null;
    }

    /**
     * Whether these versions are a batch, its mean and its variance. They are told apart within a recording, or outside
     * of all, alone: a replay writes without asking.
     */
    boolean isOf(List<?> versions, @Nullable Recording now) {
        return statistics.equals(versions) && recording == now;
    }

    /** Notes which fused forward ran, and what it gave. */
    void give(NormalizationPlan.Fused fused, CudaBuffer.Version output) {
        this.fused = fused;
        this.output = output;
    }

    /** The fused forward that ran; null if none did. */
    NormalizationPlan.@Nullable Fused fused() {
        return fused;
    }

    /** What it gave. */
    CudaBuffer.@Nullable Version output() {
        return output;
    }

    static long bytes(int channels, long reserve) {
        return 2L * channels * Float.BYTES + reserve;
    }

    Pointer mean() {
        return block.pointer;
    }

    Pointer inverse(int channels) {
        return Address.at(block.address + (long) channels * Float.BYTES);
    }

    Pointer reserve(int channels) {
        return Address.at(block.address + bytes(channels, 0));
    }
}
