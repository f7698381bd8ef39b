package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;

/** A PLAIN [n,c] as kernels over channel blocks want it: as the ACTIVATION [n,c,1,1]. */
final class Blocked {
    private Blocked() {}

    /** {@code x} itself if it is blocked, else a blocked copy. */
    static CpuBuffer of(int n, int c, Buffer x) {
        CpuBuffer source = (CpuBuffer) x;
        CpuBuffer copy = like(n, c, x);
        if (copy != source) {
            for (int i = 0; i < n; i++) {
                int to = i * Layout.blocks(c) * Layout.BLOCK;
                System.arraycopy(source.array(), source.offset() + i * c, copy.array(), to, c);
            }
        }
        return copy;
    }

    /** {@code y} itself if it is blocked, else zeros in a blocked buffer, to be carried {@link #back}. */
    static CpuBuffer like(int n, int c, Buffer y) {
        if (y.role() != Role.PLAIN) {
            return (CpuBuffer) y;
        }
        Shape shape = Shape.of(n, c, 1, 1);
        float[] zeros = new float[Layout.length(shape, Role.ACTIVATION)];
        return new CpuBuffer(shape, Role.ACTIVATION, new CpuBuffer.Storage(zeros, false), 0);
    }

    static void back(int n, int c, CpuBuffer blocked, Buffer y) {
        CpuBuffer target = (CpuBuffer) y;
        if (blocked != target) {
            for (int i = 0; i < n; i++) {
                int from = i * Layout.blocks(c) * Layout.BLOCK;
                System.arraycopy(blocked.array(), from, target.array(), target.offset() + i * c, c);
            }
        }
    }
}
