package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/**
 * A branch of a recording, for what nothing soon waits for: filters' gradients, while the gradient of the map goes on to
 * the layers before. It ends before anything meets what it writes, or writes what it reads; until then no memory that is
 * given back is handed on, so it ends, too, before more is queued there while such memory waits. No sums over rows run
 * there: their blocks count with counters that a module has once.
 */
final class Aside implements AutoCloseable {
    private final Context context;
    private final Consumer<Block> handOn;
    private final CUstream stream = new CUstream();
    private final CUevent forked = new CUevent();
    private final CUevent done = new CUevent();
    private final Set<Block> reads = new HashSet<>();
    private final List<Block> held = new ArrayList<>();
    private final List<CudaBuffer> written = new ArrayList<>();
    private boolean running;
    private boolean open;

    /** {@code handOn} takes what was given back meanwhile. */
    Aside(Context context, Consumer<Block> handOn) {
        this.context = context;
        this.handOn = handOn;
        Driver.check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        for (CUevent event : List.of(forked, done)) {
            Driver.check(cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        }
    }

    /**
     * Queues {@code work}, which writes {@code results} alone, behind all that is queued. Unless it {@code forks}, it only
     * takes and holds the memory that it would, so that the recording finds as much as it needs.
     */
    void run(List<CudaBuffer> results, boolean forks, Runnable work) {
        if (!held.isEmpty()) {
            join();
        }
        CUstream main = context.stream();
        if (forks) {
            Driver.check(cuEventRecord(forked, main), "cuEventRecord");
            Driver.check(cuStreamWaitEvent(stream, forked, 0), "cuStreamWaitEvent");
            context.stream(stream);
        }
        running = true;
        try {
            work.run();
        } finally {
            context.stream(main);
            running = false;
        }
        if (forks) {
            Driver.check(cuEventRecord(done, stream), "cuEventRecord");
        }
        open = forks;
        written.addAll(results);
    }

    /** From here on, what is queued runs behind it. */
    void join() {
        if (open) {
            Driver.check(cuStreamWaitEvent(context.stream(), done, 0), "cuStreamWaitEvent");
        }
        abandon();
    }

    /** Forgets it, with the recording. */
    void abandon() {
        open = false;
        written.clear();
        reads.clear();
        held.forEach(handOn);
        held.clear();
    }

    /** Something is about to read or write {@code buffer}. */
    void meets(CudaBuffer buffer) {
        if (running) {
            reads.add(buffer.storage().block);
        } else if (written.stream().anyMatch(buffer::overlaps)) {
            join();
        }
    }

    /** Something is about to write {@code storage}. */
    void writes(CudaBuffer.Storage storage) {
        boolean own = written.stream().anyMatch(buffer -> buffer.storage() == storage);
        if (!running && !own && reads.contains(storage.block)) {
            join();
        }
    }

    /** Whether {@code block}, given back, must wait; if so, it does. */
    boolean holds(Block block) {
        boolean holds = running || !written.isEmpty();
        if (holds) {
            held.add(block);
        }
        return holds;
    }

    @Override
    public void close() {
        Driver.check(cuEventDestroy(forked), "cuEventDestroy");
        Driver.check(cuEventDestroy(done), "cuEventDestroy");
        Driver.check(cuStreamDestroy(stream), "cuStreamDestroy");
    }
}
