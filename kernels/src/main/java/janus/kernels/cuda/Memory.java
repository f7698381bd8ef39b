package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;

import janus.kernels.OutOfDeviceMemory;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * Device memory in blocks that are kept when given back, for the next of their size class. One stream runs the work in
 * order, so a block can be handed on while its last reader is still queued; {@link Aside} sees to what runs beside it.
 *
 * <p>While a recording is made, blocks come to belong to it: those taken, and those given back. Its replays write them,
 * so they wait for nobody but that recording until it is dropped.
 */
final class Memory implements AutoCloseable {
    private static final long SMALLEST = 512;

    private final Context context;
    private final String device;
    private final Waiting waiting = new Waiting();
    private final Aside aside;
    private final List<Address> all = new ArrayList<>();
    private @Nullable Recording recording;
    private boolean rehearsing;
    private long inUse;
    private long peak;
    private long held;
    private long reserved;

    Memory(Context context, String device) {
        this.context = context;
        this.device = device;
        aside = new Aside(context, this::handOn);
    }

    /** Name of the device. */
    String device() {
        return device;
    }

    /** A block of at least {@code bytes} with undefined contents. */
    Block take(long bytes) {
        long size = sizeClass(bytes);
        Block block = recording == null ? null : recording.waiting().take(size);
        if (block == null) {
            block = waiting.take(size);
        }
        if (block == null) {
            block = create(size);
        }
        block.owner = recording;
        inUse += size;
        peak = Math.max(peak, inUse);
        return block;
    }

    /** Memory that stays until the device closes, for a library's own use; it counts as held alone. */
    Block reserve(long bytes) {
        long size = sizeClass(bytes);
        Block block = create(size);
        reserved += size;
        return block;
    }

    void giveBack(Block block) {
        inUse -= block.bytes;
        // another's numbers will be where these recordings read; a dropped one leaves the set
        List.copyOf(block.readers).stream()
                .filter(reader -> reader != recording)
                .forEach(Recording::drop);
        Recording owner = block.owner;
        if (owner == null || owner.dropped()) {
            block.owner = recording;
        }
        if (!aside.holds(block)) {
            handOn(block);
        }
    }

    private void handOn(Block block) {
        Recording owner = block.owner;
        (owner == null ? waiting : owner.waiting()).add(block);
    }

    /** Queues {@code work}, which writes {@code results} alone; while a recording is made, on a branch of it. */
    void beside(List<CudaBuffer> results, Runnable work) {
        if (recording == null && !rehearsing) {
            work.run();
        } else {
            aside.run(results, recording != null, work);
        }
    }

    /** Runs what is to be recorded next, with the memory that the recording will need. */
    void rehearse(Runnable body) {
        boolean before = rehearsing;
        rehearsing = true;
        try {
            body.run();
        } finally {
            rehearsing = before;
            aside.join();
        }
    }

    Aside aside() {
        return aside;
    }

    /** Notes that the recording under way, if any, uses the block. */
    void use(Block block) {
        if (recording != null && block.owner != recording) {
            recording.reads(block);
        }
    }

    /** From now on, blocks belong to {@code recording}; to none if null. */
    void recording(@Nullable Recording recording) {
        this.recording = recording;
    }

    @Nullable
    Recording recording() {
        return recording;
    }

    /** What waited for a dropped recording alone waits for everybody again. */
    void release(Recording dropped) {
        for (Block block : dropped.waiting().takeAll()) {
            block.owner = null;
            waiting.add(block);
        }
    }

    long inUse() {
        return inUse;
    }

    long peak() {
        return peak;
    }

    long held() {
        return held;
    }

    /** What is held but not reserved. */
    long forBuffers() {
        return held - reserved;
    }

    @Override
    public void close() {
        aside.close();
        all.forEach(address -> Driver.check(cuMemFree(address), "cuMemFree"));
        all.clear();
    }

    /** Whole steps of an eighth of the next smaller power of two: at most an eighth is wasted. */
    static long sizeClass(long bytes) {
        long step = Math.max(SMALLEST, Long.highestOneBit(bytes) / 8);
        return Math.max(1, Math.ceilDiv(bytes, step)) * step;
    }

    private Block create(long size) {
        context.enter();
        Address address = new Address();
        int status = cuMemAlloc(address, size);
        if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            letGo();
            status = cuMemAlloc(address, size);
        }
        if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new OutOfDeviceMemory(device + ": no room for " + mebibytes(size) + " MiB, " + mebibytes(inUse)
                    + " MiB in use of a GPU of " + mebibytes(context.bytes())
                    + " MiB; lower the batch size, or free the GPU of other programs");
        }
        Driver.check(status, "cuMemAlloc of " + size + " bytes");
        all.add(address);
        held += size;
        return new Block(address, size);
    }

    /** Frees what waits for anybody. What waits for a recording stays: its graph has the addresses. */
    private void letGo() {
        for (Block block : waiting.takeAll()) {
            Driver.check(cuMemFree(block.pointer), "cuMemFree");
            all.remove(block.pointer);
            held -= block.bytes;
        }
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
