package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuMemsetD32Async;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.KernelTable;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Room;
import janus.kernels.Shape;
import janus.kernels.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One NVIDIA GPU: float32, or bf16 feature maps with sums in float32; channels last. */
public final class CudaDevice implements Device {
    private final String name;
    private final Context context;
    private final Layout layout;
    private final Memory memory;
    private final Staging staging;
    private final Programs programs = new Programs();
    private final Transfers transfers;
    private final Dnn dnn;
    private final DnnNormalization normalization;
    private final Blas blas;
    private final Recordings recordings;
    private final Kernels kernels;
    private final @Nullable KernelTable<EngineTable.Key, Engine> table;
    private boolean closed;

    /**
     * GPU {@code ordinal}, counted from 0. Feature maps and the filters convolutions read are bf16 if {@code bf16};
     * {@code tf32} lets products of float32 be of numbers rounded to 10 bits; {@code normalizer} says whose kernels
     * normalize batches; the file {@code kernels} names the engines of convolutions.
     *
     * @throws CudaUnavailable in one line, if there is no such GPU, or a library is missing
     * @throws janus.kernels.BadKernelTable in one line, if the file is no such table
     */
    public static CudaDevice open(
            int ordinal, boolean bf16, boolean tf32, Normalizer normalizer, @Nullable Path kernels) {
        CudaLibraries.load();
        return new CudaDevice(ordinal, bf16, tf32, normalizer, kernels);
    }

    CudaDevice(int ordinal, boolean bf16) {
        this(ordinal, bf16, false, Normalizer.OWN, null);
    }

    /** As {@link #open}, once CUDA's libraries are loaded. */
    CudaDevice(int ordinal, boolean bf16, boolean tf32, Normalizer normalizer, @Nullable Path kernels) {
        KernelTable<EngineTable.Key, Engine> named = kernels == null ? null : EngineTable.read(kernels);
        name = "cuda:" + ordinal + (bf16 ? ":bf16" : "") + (tf32 ? ":tf32" : "") + normalizer.word;
        context = new Context(ordinal);
        table = named != null ? named : EngineTable.builtIn(context.gpu());
        layout = new Layout(bf16);
        memory = new Memory(context, name);
        staging = new Staging(context, memory);
        Launch launch = new Launch(context, memory, programs);
        transfers = new Transfers(layout, memory, staging, launch);
        dnn = new Dnn(context, memory, layout, tf32, table);
        blas = new Blas(context, memory, tf32);
        recordings = new Recordings(context, memory);
        normalization = new DnnNormalization(memory, dnn);
        this.kernels = switch (normalizer) {
            case OWN -> new CudaKernels(layout, memory, launch, dnn, blas);
            case CUDNN -> new CudnnKernels(layout, memory, launch, dnn, blas, normalization);
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return name + ": " + (layout.bf16() ? "bf16 maps, sums in float32" : "float32") + ", " + context.gpu()
                + (kernels instanceof CudnnKernels ? ", batches normalized by cuDNN" : "") + ", compute capability "
                + context.capability() + ", " + (context.bytes() >> 20) + " MiB"
                + (table == null ? "" : ", " + table);
    }

    @Override
    public @Nullable String kernelRecord() {
        return table == null ? null : table.record();
    }

    @Override
    public Tuner tuner(List<ConvolutionSize> sizes, double slice) {
        return new CudaTuner(context, memory, dnn, layout, sizes);
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(Shape shape, Role role) {
        long bytes = layout.bytes(shape, role);
        return new CudaBuffer(shape, role, storage(bytes, false), 0);
    }

    @Override
    public void free(Buffer buffer) {
        CudaBuffer own = CudaBuffer.of(buffer, memory);
        if (own.storage().arena) {
            throw new IllegalStateException(own + " is a view of an arena; free the arena");
        }
        own.storage().free(own);
    }

    @Override
    public Arena arena(List<Arena.Slot> slots) {
        int[] starts = new int[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            long bytes = layout.bytes(slots.get(i).shape(), slots.get(i).role());
            long floats = Math.ceilDiv(bytes, CudaArena.ALIGNMENT * (long) Float.BYTES) * CudaArena.ALIGNMENT;
            starts[i + 1] = Math.toIntExact(starts[i] + floats);
        }
        int total = Math.max(starts[slots.size()], CudaArena.ALIGNMENT);
        CudaBuffer.Storage storage = storage((long) total * Float.BYTES, true);
        CudaBuffer flat = new CudaBuffer(Shape.of(total), Role.PLAIN, storage, 0);
        context.enter();
        Driver.check(cuMemsetD32Async(flat.pointer(), 0, total, context.stream()), "cuMemsetD32Async");
        List<Buffer> views = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            Arena.Slot slot = slots.get(i);
            views.add(new CudaBuffer(slot.shape(), slot.role(), storage, (long) starts[i] * Float.BYTES));
        }
        return new CudaArena(flat, starts, List.copyOf(views));
    }

    @Override
    public void free(Arena arena) {
        if (!(arena instanceof CudaArena own)) {
            throw new IllegalArgumentException("not an arena of " + name);
        }
        CudaBuffer.of(own.flat(), memory).storage().free(own.flat());
    }

    @Override
    public void upload(float[] source, Buffer target) {
        transfers.upload(source, sized(target, source.length));
    }

    @Override
    public void upload(byte[] source, Buffer target) {
        transfers.upload(source, sized(target, source.length));
    }

    @Override
    public void download(Buffer source, float[] target) {
        transfers.download(sized(source, target.length), target);
    }

    @Override
    public long bytesInUse() {
        return memory.inUse();
    }

    @Override
    public long peakBytes() {
        return memory.peak();
    }

    @Override
    public long bytesHeld() {
        return memory.held();
    }

    /** What the GPU has free, and what buffers have or had of it. */
    @Override
    public Room room() {
        return new Room(context.free() + memory.forBuffers(), false);
    }

    /**
     * Runs {@code body} at the first call with {@code key}, records it at the second, and replays the recording from then
     * on, without running {@code body}. Every call must mean the same work on the same buffers; what changes from call to
     * call is uploaded into them before. Freeing a buffer that the recording only reads makes the next call record anew.
     */
    @Override
    public void repeat(Object key, Runnable body) {
        recordings.run(key, List.of(body), () -> {});
    }

    /** As {@link #repeat(Object, Runnable)}: one graph up to the halt, one after it, both of one recording. */
    @Override
    public void repeat(Object key, Runnable first, Runnable host, Runnable second) {
        recordings.run(key, List.of(first, second), host);
    }

    @Override
    public void synchronize() {
        context.synchronize();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.synchronize();
            recordings.close();
            normalization.close();
            dnn.close();
            blas.close();
            programs.close();
            staging.close();
            memory.close();
            context.close();
        }
    }

    Dnn dnn() {
        return dnn;
    }

    private CudaBuffer.Storage storage(long bytes, boolean arena) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        return new CudaBuffer.Storage(memory, bytes, arena);
    }

    private CudaBuffer sized(Buffer buffer, int length) {
        if (buffer.shape().size() != length) {
            throw new IllegalArgumentException(length + " numbers for " + buffer);
        }
        return CudaBuffer.of(buffer, memory);
    }
}
