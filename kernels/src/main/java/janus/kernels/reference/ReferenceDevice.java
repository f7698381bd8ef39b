package janus.kernels.reference;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.OutOfDeviceMemory;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * float64, row-major in every role, plain loops, no pool. Buffers are filled with NaN at allocate and at free, so that a
 * number nobody computed is seen; every access is checked.
 */
public final class ReferenceDevice implements Device {
    /** Views start at multiples of 64 bytes. */
    private static final int ALIGNMENT = 64 / Double.BYTES;

    private final Kernels kernels = new ReferenceKernels();
    private final Set<Storage> live = new LinkedHashSet<>();
    private int named;
    private long bytesInUse;
    private long peakBytes;
    private boolean closed;

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "reference: float64, plain loops";
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(Shape shape, Role role) {
        checkRank(shape, role);
        return new ReferenceBuffer(take(false, shape.size()), 0, shape, role);
    }

    @Override
    public void free(Buffer buffer) {
        ReferenceBuffer b = (ReferenceBuffer) buffer;
        if (b.storage().isArena()) {
            throw new IllegalStateException(b + " is a view of an arena; free the arena");
        }
        giveBack(b.storage());
    }

    @Override
    public Arena arena(List<Arena.Slot> slots) {
        int[] starts = new int[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            int length = (slots.get(i).shape().size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            starts[i + 1] = Math.addExact(starts[i], length);
        }
        // an arena of nothing has a flat view, too
        Storage storage = take(true, Math.max(starts[slots.size()], ALIGNMENT));
        Arrays.fill(storage.data, 0);
        List<Buffer> views = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            Arena.Slot slot = slots.get(i);
            checkRank(slot.shape(), slot.role());
            views.add(new ReferenceBuffer(storage, starts[i], slot.shape(), slot.role()));
        }
        return new ReferenceArena(storage, starts, List.copyOf(views));
    }

    @Override
    public void free(Arena arena) {
        giveBack(((ReferenceArena) arena).storage());
    }

    @Override
    public void upload(float[] source, Buffer target) {
        double[] wide = new double[source.length];
        for (int i = 0; i < source.length; i++) {
            wide[i] = source[i];
        }
        upload(wide, target);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        ReferenceBuffer b = sized(target, source.length);
        System.arraycopy(source, 0, b.storage().data, b.offset(), source.length);
    }

    @Override
    public void upload(byte[] source, Buffer target) {
        double[] wide = new double[source.length];
        for (int i = 0; i < source.length; i++) {
            wide[i] = source[i] & 0xFF;
        }
        upload(wide, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        double[] wide = new double[target.length];
        download(source, wide);
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) wide[i];
        }
    }

    @Override
    public void download(Buffer source, double[] target) {
        ReferenceBuffer b = sized(source, target.length);
        System.arraycopy(b.storage().data, b.offset(), target, 0, target.length);
    }

    @Override
    public long bytesInUse() {
        return bytesInUse;
    }

    @Override
    public long peakBytes() {
        return peakBytes;
    }

    /** As {@link #bytesInUse}: what is freed is left to the garbage collector. */
    @Override
    public long bytesHeld() {
        return bytesInUse;
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {
        List.copyOf(live).forEach(this::giveBack);
        closed = true;
    }

    private Storage take(boolean arena, int length) {
        if (closed) {
            throw new IllegalStateException("reference: the device is closed");
        }
        Storage storage;
        try {
            storage = new Storage(named++, arena, length);
        } catch (OutOfMemoryError e) {
            throw new OutOfDeviceMemory("reference: no memory for " + (long) length * Double.BYTES + " bytes, "
                    + bytesInUse + " in use; raise the heap with -Xmx");
        }
        live.add(storage);
        bytesInUse += storage.bytes();
        peakBytes = Math.max(peakBytes, bytesInUse);
        return storage;
    }

    private void giveBack(Storage storage) {
        storage.free();
        live.remove(storage);
        bytesInUse -= storage.bytes();
    }

    private static ReferenceBuffer sized(Buffer buffer, int length) {
        if (buffer.shape().size() != length) {
            throw new IllegalArgumentException(length + " numbers for " + buffer);
        }
        return ReferenceBuffer.of(buffer);
    }

    private static void checkRank(Shape shape, Role role) {
        if (role != Role.PLAIN && shape.rank() != 4) {
            throw new IllegalArgumentException(role + " has rank 4, given " + shape);
        }
    }
}
