package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;

/**
 * Work recorded once and replayed: a CUDA graph, or several with a halt between two, where the host has its turn. It owns
 * the memory it writes, from its first graph to its last; when memory it only reads is given back, it is dropped, for its
 * addresses mean something else then.
 */
final class Recording {
    private final Memory memory;
    private final Waiting waiting = new Waiting();
    private final Set<Block> read = new LinkedHashSet<>();
    private final Set<CudaBuffer.Storage> written = new LinkedHashSet<>();
    private final List<Pinned> pinned = new ArrayList<>();
    private final List<CUgraphExec> graphs = new ArrayList<>();
    private boolean made;
    private boolean dropped;

    Recording(Memory memory) {
        this.memory = memory;
    }

    /** Records what each of {@code bodies} queues, and queues it. One that throws leaves a dropped recording. */
    void record(CUstream stream, List<Runnable> bodies, Runnable host) {
        try {
            alternate(
                    bodies,
                    body -> {
                        CUgraphExec graph = capture(stream, body);
                        graphs.add(graph);
                        launch(graph, stream);
                    },
                    halt(host));
            made = true;
        } finally {
            if (!made) {
                drop();
            }
        }
    }

    /** Queues everything recorded. */
    void replay(CUstream stream, Runnable host) {
        alternate(graphs, graph -> launch(graph, stream), halt(host));
    }

    private Runnable halt(Runnable host) {
        return () -> {
            host.run();
            if (dropped) {
                throw new IllegalStateException("memory that a recorded step reads was freed while it halted");
            }
        };
    }

    /** Does each of {@code parts}, and {@code host} between two of them. */
    static <T> void alternate(List<T> parts, Consumer<T> part, Runnable host) {
        part.accept(parts.getFirst());
        for (T next : parts.subList(1, parts.size())) {
            host.run();
            part.accept(next);
        }
    }

    private CUgraphExec capture(CUstream stream, Runnable body) {
        // relaxed: a block may have to be allocated while the stream is captured
        Driver.check(
                cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                "cuStreamBeginCapture");
        memory.recording(this);
        CUgraph captured = new CUgraph();
        boolean done = false;
        int status;
        try {
            body.run();
            memory.aside().join();
            done = true;
        } finally {
            memory.aside().abandon();
            memory.recording(null);
            status = cuStreamEndCapture(stream, captured);
            if (!done && status == CUresult.CUDA_SUCCESS) {
                Driver.check(cuGraphDestroy(captured), "cuGraphDestroy");
            }
        }
        Driver.check(status, "cuStreamEndCapture");
        CUgraphExec executable = new CUgraphExec();
        Driver.check(cuGraphInstantiate(executable, captured, 0), "cuGraphInstantiate");
        Driver.check(cuGraphDestroy(captured), "cuGraphDestroy");
        return executable;
    }

    /** What was derived from the buffers it writes is stale then. */
    private void launch(CUgraphExec graph, CUstream stream) {
        Driver.check(cuGraphLaunch(graph, stream), "cuGraphLaunch");
        written.forEach(CudaBuffer.Storage::touch);
    }

    /** Blocks that wait for this recording alone. */
    Waiting waiting() {
        return waiting;
    }

    void reads(Block block) {
        if (read.add(block)) {
            block.readers.add(this);
        }
    }

    void writes(CudaBuffer.Storage storage) {
        written.add(storage);
    }

    /** Holds pinned memory that a recorded upload reads at every replay. */
    void hold(Pinned host) {
        pinned.add(host);
    }

    /** Whether there is something to replay. */
    boolean made() {
        return made;
    }

    boolean dropped() {
        return dropped;
    }

    /** Lets go of its memory. Replays already queued run before anything that uses the memory next. */
    void drop() {
        if (!dropped) {
            dropped = true;
            read.forEach(block -> block.readers.remove(this));
            memory.release(this);
        }
    }

    /** Frees what the driver holds for it; nothing of it may be queued any more. */
    void destroy() {
        drop();
        graphs.forEach(graph -> Driver.check(cuGraphExecDestroy(graph), "cuGraphExecDestroy"));
        graphs.clear();
        pinned.forEach(Pinned::free);
        pinned.clear();
    }
}
