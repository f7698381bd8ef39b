package janus.kernels.cuda;

import jcuda.Pointer;

/** Mean, variance, inverse deviation, γ and β of {@code channels} channels, one after another in a block. */
record Parameters(Block block, int channels) {
    /** Bytes they take. */
    static long bytes(int channels) {
        return 5L * channels * Float.BYTES;
    }

    Pointer mean() {
        return at(0);
    }

    Pointer variance() {
        return at(1);
    }

    /** 1/√(variance + eps), which cuDNN calls inverse variance. */
    Pointer inverse() {
        return at(2);
    }

    Pointer gamma() {
        return at(3);
    }

    Pointer beta() {
        return at(4);
    }

    private Pointer at(int i) {
        return Address.at(block.address + (long) i * channels * Float.BYTES);
    }
}
