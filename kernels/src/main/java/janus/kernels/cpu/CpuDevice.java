package janus.kernels.cpu;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.List;

/** The processors of this machine. */
public final class CpuDevice implements Device {
    private final Workers workers;

    public CpuDevice(int threads) {
        workers = new Workers(threads);
    }

    @Override
    public String name() {
        return "cpu:" + workers.count();
    }

    @Override
    public String description() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Kernels kernels() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Buffer allocate(Shape shape, Role role) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void free(Buffer buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Arena arena(List<Arena.Slot> slots) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void free(Arena arena) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upload(float[] source, Buffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upload(double[] source, Buffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void download(Buffer source, float[] target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void download(Buffer source, double[] target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bytesInUse() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long peakBytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bytesHeld() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {
        workers.close();
    }
}
