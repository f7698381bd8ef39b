package janus.kernels.cuda;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** View i lies at float {@code starts[i]} of the storage; the last start is the whole length. */
record CudaArena(CudaBuffer flat, int[] starts, List<Buffer> views) implements Arena {
    /** Floats in 64 bytes, where views start. */
    static final int ALIGNMENT = 16;

    @Override
    public int start(int view) {
        return starts[view];
    }

    @Override
    public Buffer range(int from, int to) {
        Shape length = Shape.of(starts[to] - starts[from]);
        return new CudaBuffer(length, Role.PLAIN, flat.storage(), (long) starts[from] * Float.BYTES);
    }
}
