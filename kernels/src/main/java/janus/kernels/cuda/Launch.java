package janus.kernels.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;

import janus.kernels.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import org.jspecify.annotations.Nullable;

/**
 * The launch of one kernel after another: {@link #of} starts one, the arguments follow in the kernel's order, {@link
 * #run} or {@link #over} queues it. Arguments lie outside the heap, in slots that are written again for each launch; the
 * driver copies them before it returns.
 */
final class Launch {
    /** Threads of a block. */
    static final int THREADS = 256;
    /** Blocks after which a kernel's threads take turns. */
    private static final int MOST_BLOCKS = 4096;

    private static final int SLOTS = 32;
    /** Behind the slots, for the rest of a structure: within the 4 KiB that all arguments may take. */
    private static final int ROOM = 2 << 10;

    private final Context context;
    private final Memory memory;
    private final Programs programs;
    private final MemorySegment slots = Arena.ofAuto().allocate(SLOTS * 2 * Long.BYTES + ROOM, Long.BYTES);
    private final Pointer table;
    private CUfunction function = new CUfunction();
    private String name = "";
    private int next;

    Launch(Context context, Memory memory, Programs programs) {
        this.context = context;
        this.memory = memory;
        this.programs = programs;
        // the table of the slots' addresses lies before the slots, and never changes
        for (int i = 0; i < SLOTS; i++) {
            slots.setAtIndex(JAVA_LONG, i, slots.address() + (long) (SLOTS + i) * Long.BYTES);
        }
        table = Address.at(slots.address());
    }

    /** Starts a launch of kernel {@code name}, suffix and all, of {@code family}. */
    Launch of(String family, String name) {
        context.enter();
        this.function = programs.function(family, name);
        this.name = name;
        next = 0;
        return this;
    }

    Launch sizes(int... numbers) {
        for (int number : numbers) {
            slots.set(JAVA_INT, slot(), number);
        }
        return this;
    }

    Launch flag(boolean flag) {
        return sizes(flag ? 1 : 0);
    }

    /** A scalar, rounded to float32. */
    Launch scalar(double number) {
        slots.set(JAVA_FLOAT, slot(), (float) number);
        return this;
    }

    /** A scalar in float64. */
    Launch wide(double number) {
        slots.set(JAVA_DOUBLE, slot(), number);
        return this;
    }

    /** Inputs; a null pointer for null. */
    Launch in(@Nullable Buffer... inputs) {
        for (Buffer input : inputs) {
            at(input == null ? 0 : CudaBuffer.of(input, memory).address());
        }
        return this;
    }

    /** Outputs; a null pointer for null. */
    Launch out(@Nullable Buffer... outputs) {
        for (Buffer output : outputs) {
            if (output != null) {
                CudaBuffer.of(output, memory).storage().touch();
            }
        }
        return in(outputs);
    }

    Launch at(long address) {
        slots.set(JAVA_LONG, slot(), address);
        return this;
    }

    /** A structure of these words, which goes on behind its slot: the last argument. */
    Launch last(int[] words) {
        MemorySegment.copy(words, 0, slots, JAVA_INT, slot(), words.length);
        return this;
    }

    /** Queues it with a thread for each of {@code items}, or fewer that take turns. */
    void over(int items) {
        run(Math.min(Math.ceilDiv(items, THREADS), MOST_BLOCKS), 1);
    }

    /** Queues it on columns × rows blocks of {@link #THREADS}. */
    void run(int columns, int rows) {
        int status = cuLaunchKernel(function, columns, rows, 1, THREADS, 1, 1, 0, context.stream(), table, null);
        if (status != 0) {
            Driver.check(status, "launch of " + name + " on " + columns + " × " + rows + " blocks");
        }
    }

    private long slot() {
        return (long) (SLOTS + Objects.checkIndex(next++, SLOTS)) * Long.BYTES;
    }
}
