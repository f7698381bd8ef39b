package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.parity.Probe;
import java.util.Arrays;

/** Sees the padding lanes of the CPU's blocked layouts. */
public final class CpuProbe implements Probe {
    @Override
    public void poison(Buffer buffer) {
        CpuBuffer own = CpuBuffer.of(buffer);
        Arrays.fill(own.array(), own.offset(), own.offset() + own.length(), Float.NaN);
        own.touch();
    }

    @Override
    public int dirtyLanes(Buffer buffer) {
        CpuBuffer own = CpuBuffer.of(buffer);
        float[] lanes = Arrays.copyOfRange(own.array(), own.offset(), own.offset() + own.length());
        Layout.runs(own.shape(), own.role(), (outside, inside, count, stride) -> {
            for (int i = 0; i < count; i++) {
                lanes[inside + i * stride] = 0;
            }
        });
        int dirty = 0;
        for (float lane : lanes) {
            dirty += lane == 0 ? 0 : 1;
        }
        return dirty;
    }
}
