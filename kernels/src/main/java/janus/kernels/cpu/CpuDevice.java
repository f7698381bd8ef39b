package janus.kernels.cpu;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.KernelTable;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processors of this machine: float32 on the JDK's vectors, memory from the Java heap. */
public final class CpuDevice implements Device {
    private final Workers workers;
    private final ChosenConvolution convolution;
    private final KernelTable<ConvolutionKey, Algorithm> table;
    private final CpuKernels kernels;
    private final Pool pool = new Pool();
    private final boolean strict;
    private final String reason;
    private boolean closed;

    /**
     * A device of {@code threads} ≥ 1 threads, the caller's among them; {@code reason}, why this device was chosen, ends
     * the description.
     *
     * @param strict whether convolutions are always direct sums, whatever the table says
     * @param table a file that names the algorithms of convolutions; null: the built-in table
     * @throws janus.kernels.BadKernelTable in one line, if the file is no such table
     */
    public CpuDevice(int threads, boolean strict, String reason, @Nullable Path table) {
        this(threads, strict, reason, table == null ? ConvolutionTable.builtIn() : ConvolutionTable.read(table));
    }

    CpuDevice(int threads, boolean strict, String reason, KernelTable<ConvolutionKey, Algorithm> table) {
        this.strict = strict;
        this.reason = reason;
        this.table = table;
        workers = new Workers(threads);
        convolution = new ChosenConvolution(workers, table, strict);
        kernels = CpuKernels.of(workers, convolution, strict);
    }

    @Override
    public @Nullable String kernelRecord() {
        return strict ? null : table.record();
    }

    @Override
    public Tuner tuner(List<ConvolutionSize> sizes, double slice) {
        return strict ? Device.super.tuner(sizes, slice) : new KernelTuner(this, sizes, slice);
    }

    /** Lanes of a vector: with the table and the sizes, they decide every bit of a result. */
    public static int lanes() {
        return Lanes.COUNT;
    }

    ChosenConvolution convolution() {
        return convolution;
    }

    @Override
    public String name() {
        return "cpu:" + workers.count() + (strict ? ":strict" : "");
    }

    @Override
    public String description() {
        return name() + ": float32, vectors of " + Lanes.COUNT + " lanes "
                + (Lanes.FMA ? "with" : "without") + " fused multiply-add, "
                + (strict ? "direct convolution, " : "direct and Winograd convolution, " + table + ", ")
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors"
                + reason;
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(Shape shape, Role role) {
        return new CpuBuffer(shape, role, storage(Layout.length(shape, role), false), Layout.FIRST);
    }

    @Override
    public void free(Buffer buffer) {
        CpuBuffer own = CpuBuffer.of(buffer);
        if (own.storage().arena) {
            throw new IllegalStateException(own + " is a view of an arena; free the arena");
        }
        giveBack(own);
    }

    @Override
    public Arena arena(List<Arena.Slot> slots) {
        int[] starts = new int[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            int length = Layout.length(slots.get(i).shape(), slots.get(i).role());
            starts[i + 1] = Math.addExact(starts[i], Layout.blocks(length) * Layout.BLOCK);
        }
        int total = Math.max(starts[slots.size()], Layout.BLOCK);
        CpuBuffer.Storage storage = storage(total, true);
        CpuBuffer flat = new CpuBuffer(Shape.of(total), Role.PLAIN, storage, Layout.FIRST);
        Arrays.fill(flat.array(), 0);
        List<Buffer> views = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            views.add(new CpuBuffer(slots.get(i).shape(), slots.get(i).role(), storage, Layout.FIRST + starts[i]));
        }
        return new CpuArena(flat, starts, List.copyOf(views));
    }

    @Override
    public void free(Arena arena) {
        giveBack(((CpuArena) arena).flat());
    }

    @Override
    public void upload(float[] source, Buffer target) {
        CpuBuffer own = cleared(target, source.length);
        float[] array = own.array();
        if (own.role() == Role.IMAGE || own.role() == Role.PLAIN) {
            Spans.run(
                    workers,
                    source.length,
                    (span, from, count) -> System.arraycopy(source, from, array, own.offset() + from, count));
            return;
        }
        Layout.runs(own.shape(), own.role(), (outside, inside, count, stride) -> {
            for (int i = 0; i < count; i++) {
                array[own.offset() + inside + i * stride] = source[outside + i];
            }
        });
    }

    @Override
    public void upload(byte[] source, Buffer target) {
        CpuBuffer own = cleared(target, source.length);
        float[] array = own.array();
        Spans.run(workers, source.length, (span, from, count) -> {
            for (int i = from; i < from + count; i++) {
                array[own.offset() + i] = source[i] & 0xFF;
            }
        });
    }

    @Override
    public void download(Buffer source, float[] target) {
        CpuBuffer own = sized(source, target.length);
        float[] array = own.array();
        Layout.runs(own.shape(), own.role(), (outside, inside, count, stride) -> {
            for (int i = 0; i < count; i++) {
                target[outside + i] = array[own.offset() + inside + i * stride];
            }
        });
    }

    @Override
    public long bytesInUse() {
        return pool.inUse();
    }

    @Override
    public long peakBytes() {
        return pool.peak();
    }

    @Override
    public long bytesHeld() {
        return pool.held();
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {
        closed = true;
        workers.close();
    }

    private CpuBuffer.Storage storage(int length, boolean arena) {
        if (closed) {
            throw new IllegalStateException(name() + " is closed");
        }
        return new CpuBuffer.Storage(pool.take(Layout.FIRST + length), arena);
    }

    private void giveBack(CpuBuffer buffer) {
        pool.giveBack(buffer.array());
        buffer.storage().array = null;
    }

    /** The buffer with its padding zeroed and what was derived from its old contents marked as stale. */
    private static CpuBuffer cleared(Buffer target, int length) {
        CpuBuffer own = sized(target, length);
        if (own.length() != length) {
            Arrays.fill(own.array(), own.offset(), own.offset() + own.length(), 0);
        }
        own.touch();
        return own;
    }

    private static CpuBuffer sized(Buffer buffer, int length) {
        if (buffer.shape().size() != length) {
            throw new IllegalArgumentException(length + " numbers for " + buffer);
        }
        return CpuBuffer.of(buffer);
    }
}
