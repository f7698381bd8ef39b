package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/** A range of a storage: {@link Layout} says where each element lies. */
final class CudaBuffer implements Buffer {
    private final Shape shape;
    private final Role role;
    private final Storage storage;
    private final long offset;
    private final CUdeviceptr pointer;
    private @Nullable Shadow shadow;

    CudaBuffer(Shape shape, Role role, Storage storage, long offset) {
        this.shape = shape;
        this.role = role;
        this.storage = storage;
        this.offset = offset;
        this.pointer = storage.block.pointer.withByteOffset(offset);
    }

    /** The buffer as one in {@code memory}. */
    static CudaBuffer of(Buffer buffer, Memory memory) {
        if (buffer instanceof CudaBuffer own && own.storage.memory == memory) {
            return own;
        }
        throw new IllegalArgumentException(buffer + " is not a buffer of " + memory.device());
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Role role() {
        return role;
    }

    Storage storage() {
        return storage;
    }

    /** Where it lies; throws once the buffer is freed. */
    long address() {
        check();
        return storage.block.address + offset;
    }

    /** As {@link #address}. */
    CUdeviceptr pointer() {
        check();
        return pointer;
    }

    private void check() {
        if (storage.freed) {
            throw new IllegalStateException(this + " was freed");
        }
        storage.memory.use(storage.block);
    }

    @Override
    public String toString() {
        return role + " buffer " + shape;
    }

    /** The bf16 copy, of {@code bytes}; it lives as long as the storage. */
    Shadow shadow(long bytes) {
        if (shadow == null) {
            shadow = new Shadow(storage.memory.take(bytes));
            storage.shadows.add(shadow.block);
        }
        return shadow;
    }

    /** A bf16 copy: of which version, and in which recording it was made. */
    static final class Shadow {
        final Block block;
        private long version = -1;
        private @Nullable Recording recording;

        Shadow(Block block) {
            this.block = block;
        }

        /**
         * Whether it is a copy of {@code version}; if not, the caller makes it one now. A recording makes its own, for
         * the version differs at each replay, and one whose recording never ran was never made.
         */
        boolean isCurrent(long version, @Nullable Recording now) {
            boolean made = recording == null || !recording.dropped();
            boolean current = this.version == version && made && (now == null || now == recording);
            this.version = version;
            this.recording = current ? recording : now;
            return current;
        }
    }

    /** What a buffer and the views into it share. */
    static final class Storage {
        final Memory memory;
        final Block block;
        final boolean arena;
        final List<Block> shadows = new ArrayList<>();
        long version;
        boolean freed;

        Storage(Memory memory, Block block, boolean arena) {
            this.memory = memory;
            this.block = block;
            this.arena = arena;
        }

        /** Gives the memory back, in the name of {@code buffer}. */
        void free(CudaBuffer buffer) {
            if (freed) {
                throw new IllegalStateException(buffer + " was freed");
            }
            freed = true;
            memory.giveBack(block);
            shadows.forEach(memory::giveBack);
            shadows.clear();
        }

        /** Marks copies as stale; a recording under way does so again at each replay. */
        void touch() {
            version++;
            Recording recording = memory.recording();
            if (recording != null) {
                recording.writes(this);
            }
        }
    }
}
