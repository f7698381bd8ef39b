package janus.kernels.cpu;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** View i lies {@code starts[i]} behind the first number; the last start is the whole length. */
record CpuArena(CpuBuffer flat, int[] starts, List<Buffer> views) implements Arena {
    @Override
    public int start(int view) {
        return starts[view];
    }

    @Override
    public Buffer range(int from, int to) {
        int length = starts[to] - starts[from];
        return new CpuBuffer(Shape.of(length), Role.PLAIN, flat.storage(), flat.offset() + starts[from]);
    }
}
