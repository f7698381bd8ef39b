package janus.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** What the emulated GPU of this process tells beside CUDA's own calls. */
public final class Emulation {
    /** What the device did since the process began; {@code allocations} and {@code bytes} are those live now. */
    public record Report(
            long launches,
            long allocations,
            long bytes,
            long hostSynchronizations,
            long graphLaunches,
            long captures,
            long allocationsEver) {}

    private static final int COUNTERS = Report.class.getRecordComponents().length;
    /** All take a place in memory, and a number. */
    private static final FunctionDescriptor CALL =
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

    private final SymbolLookup library;

    Emulation(Path folder) {
        this.library = SymbolLookup.libraryLookup(folder.resolve("libcuda.so.1"), Arena.global());
    }

    public Report report() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(ValueLayout.JAVA_LONG, COUNTERS);
            call("report", numbers, COUNTERS);
            long[] n = numbers.toArray(ValueLayout.JAVA_LONG);
            return new Report(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
        }
    }

    /** What the last refusal or fault said. */
    public String failure() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(4096);
            call("failure", text, text.byteSize());
            return text.getString(0);
        }
    }

    /** Sets how much memory the device has. */
    public void memory(long bytes) {
        call("memory", MemorySegment.NULL, bytes);
    }

    /** Lets one call of cuDNN answer that it is not supported; none if empty. */
    void unsupported(String call) {
        try (Arena arena = Arena.ofConfined()) {
            call("unsupported", arena.allocateFrom(call), 0);
        }
    }

    private void call(String name, MemorySegment place, long number) {
        try {
            Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow("janus_emulation_" + name), CALL)
                    .invoke(place, number);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
