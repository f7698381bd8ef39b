package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;

/**
 * Copies between the Java heap and the device, through pinned memory that takes turns: an upload returns once its
 * numbers are in pinned memory, and waits only where all of it is on its way.
 */
final class Staging implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final int SLOT_BYTES = 4 << 20;
    private static final int ALIGNMENT = 64;

    private final Context context;
    private final Memory memory;
    private final List<Slot> slots = new ArrayList<>();
    private int current;

    Staging(Context context, Memory memory) {
        this.context = context;
        this.memory = memory;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new Slot());
        }
    }

    /** Pinned memory, filled from the start; the event tells when what was queued from it has arrived. */
    private static final class Slot {
        final Pinned host = Pinned.of(SLOT_BYTES);
        final CUevent arrived = new CUevent();
        int used;

        Slot() {
            Driver.check(cuEventCreate(arrived, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        }
    }

    /** Copies the bytes of an array. */
    void upload(MemorySegment source, long target) {
        context.enter();
        Recording recording = memory.recording();
        if (recording != null) {
            uploadAtEachReplay(source, target, recording);
            return;
        }
        long from = 0;
        while (from < source.byteSize()) {
            Slot slot = roomy();
            int count = (int) Math.min(source.byteSize() - from, SLOT_BYTES - slot.used);
            slot.host.put(slot.used, source, from, count);
            copy(slot.host.address() + slot.used, target + from, count);
            slot.used += Math.ceilDiv(count, ALIGNMENT) * ALIGNMENT;
            from += count;
        }
    }

    /** Waits for everything queued, then for the numbers. */
    void download(long source, float[] target) {
        context.enter();
        Slot slot = slots.get(current);
        for (int from = 0; from < target.length; from += SLOT_BYTES / Float.BYTES) {
            int count = Math.min(target.length - from, SLOT_BYTES / Float.BYTES);
            // uploads from this slot are queued before, and have been read when this arrives
            Driver.check(
                    cuMemcpyDtoHAsync(
                            slot.host.pointer(),
                            Address.at(source + (long) from * Float.BYTES),
                            (long) count * Float.BYTES,
                            context.stream()),
                    "cuMemcpyDtoHAsync of " + count + " numbers");
            context.synchronize();
            slot.host.get(target, from, count);
        }
        slots.forEach(done -> done.used = 0);
    }

    /** The slot in turn, if it has room; else the next one, once what it held has arrived. */
    private Slot roomy() {
        Slot slot = slots.get(current);
        if (slot.used < SLOT_BYTES) {
            return slot;
        }
        Driver.check(cuEventRecord(slot.arrived, context.stream()), "cuEventRecord");
        current = (current + 1) % SLOTS;
        Slot next = slots.get(current);
        Driver.check(cuEventSynchronize(next.arrived), "cuEventSynchronize");
        next.used = 0;
        return next;
    }

    private void uploadAtEachReplay(MemorySegment source, long target, Recording recording) {
        Pinned host = Pinned.of(source.byteSize());
        recording.hold(host);
        host.put(0, source, 0, source.byteSize());
        copy(host.address(), target, source.byteSize());
    }

    private void copy(long host, long target, long bytes) {
        Driver.check(
                cuMemcpyHtoDAsync(Address.at(target), Address.at(host), bytes, context.stream()),
                "cuMemcpyHtoDAsync of " + bytes + " bytes");
    }

    @Override
    public void close() {
        for (Slot slot : slots) {
            Driver.check(cuEventDestroy(slot.arrived), "cuEventDestroy");
            slot.host.free();
        }
        slots.clear();
    }
}
