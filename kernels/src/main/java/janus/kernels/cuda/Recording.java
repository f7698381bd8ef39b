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
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import org.jspecify.annotations.Nullable;

/**
 * Work recorded once as a CUDA graph and replayed. It owns the memory it writes; when memory it only reads is given back,
 * it is dropped, for its addresses mean something else then.
 */
final class Recording {
    private final Memory memory;
    private final Waiting waiting = new Waiting();
    private final Set<Block> read = new LinkedHashSet<>();
    private final Set<CudaBuffer.Storage> written = new LinkedHashSet<>();
    private final List<Pinned> pinned = new ArrayList<>();
    private @Nullable CUgraphExec graph;
    private boolean dropped;

    Recording(Memory memory) {
        this.memory = memory;
    }

    /** Records what {@code body} queues; nothing of it runs. A body that throws leaves a dropped recording. */
    void record(CUstream stream, Runnable body) {
        // relaxed: a block may have to be allocated while the stream is captured
        Driver.check(
                cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                "cuStreamBeginCapture");
        memory.recording(this);
        CUgraph captured = new CUgraph();
        boolean done = false;
        try {
            body.run();
            done = true;
        } finally {
            memory.recording(null);
            int status = cuStreamEndCapture(stream, captured);
            if (done) {
                instantiate(captured, status);
            } else {
                drop();
                if (status == CUresult.CUDA_SUCCESS) {
                    Driver.check(cuGraphDestroy(captured), "cuGraphDestroy");
                }
            }
        }
    }

    private void instantiate(CUgraph captured, int status) {
        Driver.check(status, "cuStreamEndCapture");
        CUgraphExec executable = new CUgraphExec();
        Driver.check(cuGraphInstantiate(executable, captured, 0), "cuGraphInstantiate");
        Driver.check(cuGraphDestroy(captured), "cuGraphDestroy");
        graph = executable;
    }

    /** Queues everything recorded. What was derived from the buffers it writes is stale then. */
    void replay(CUstream stream) {
        Driver.check(cuGraphLaunch(graph, stream), "cuGraphLaunch");
        written.forEach(CudaBuffer.Storage::touch);
    }

    /** Blocks that wait for this recording alone. */
    Waiting waiting() {
        return waiting;
    }

    void reads(Block block) {
        if (read.add(block)) {
            block.add(this);
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
        return graph != null;
    }

    boolean dropped() {
        return dropped;
    }

    /** Lets go of its memory. Replays already queued run before anything that uses the memory next. */
    void drop() {
        if (!dropped) {
            dropped = true;
            read.forEach(block -> block.remove(this));
            memory.release(this);
        }
    }

    /** Frees what the driver holds for it; nothing of it may be queued any more. */
    void destroy() {
        drop();
        if (graph != null) {
            Driver.check(cuGraphExecDestroy(graph), "cuGraphExecDestroy");
            graph = null;
        }
        pinned.forEach(Pinned::free);
        pinned.clear();
    }
}
