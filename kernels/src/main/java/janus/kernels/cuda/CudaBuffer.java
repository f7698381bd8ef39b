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
    private @Nullable Derived folded;
    private @Nullable Derived phases;
    private @Nullable Saved saved;

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
        storage.memory.aside().meets(this);
    }

    /** Whether they have numbers in common; views of an arena have all or none of their numbers. */
    boolean overlaps(CudaBuffer other) {
        return storage == other.storage && offset < other.offset + other.span() && other.offset < offset + span();
    }

    /** Bytes at least. */
    private long span() {
        return Math.max(1L, (long) shape.size() * (role == Role.PLAIN || role == Role.FILTER ? Float.BYTES : 1));
    }

    @Override
    public String toString() {
        return role + " buffer " + shape;
    }

    /** The bf16 copy of all float32 of the storage; it lives as long as the storage. */
    Derived shadow() {
        check();
        if (storage.shadow == null) {
            storage.shadow = storage.derive(storage.bytes / 2);
        }
        return storage.shadow;
    }

    /** Its own part of the {@code shadow}. */
    long in(Derived shadow) {
        return shadow.block.address + offset / 2;
    }

    /** An image's numbers as a convolution of stride 1 reads them, in at least {@code bytes}: of the last one's sizes. */
    Derived phases(long bytes) {
        if (phases == null || phases.block.bytes < bytes) {
            if (phases != null) {
                storage.underive(phases.block);
            }
            phases = storage.derive(bytes);
        }
        return phases;
    }

    /** A filter with a normalization in it, and the shift that goes with it; it lives as long as the storage. */
    Derived folded(long bytes) {
        if (folded == null) {
            folded = storage.derive(bytes);
        }
        return folded;
    }

    /** What cuDNN's fused normalization leaves with this mean, of at least {@code bytes}. */
    Saved saved(long bytes) {
        if (saved == null || saved.block.bytes < bytes) {
            if (saved != null) {
                storage.underive(saved.block);
            }
            saved = new Saved(storage.derive(bytes).block);
        }
        return saved;
    }

    /** As above; null if there is none. */
    @Nullable
    Saved saved() {
        return saved;
    }

    /** Which numbers it holds: a copy of one version is that of every equal one. */
    Version version() {
        return new Version(this, storage.version);
    }

    record Version(CudaBuffer of, long number) {}

    /** A form of buffers that is kept with one: of which versions, and in which recording it was made. */
    static final class Derived {
        final Block block;
        private @Nullable Object versions;
        private @Nullable Recording recording;

        Derived(Block block) {
            this.block = block;
        }

        /**
         * Whether it was made of these {@code versions}; if not, the caller makes it now. A recording makes its own, for
         * the version differs at each replay, and one whose recording never ran was never made.
         */
        boolean isCurrent(Object versions, @Nullable Recording now) {
            boolean made = recording == null || !recording.dropped();
            boolean current = versions.equals(this.versions) && made && (now == null || now == recording);
            this.versions = versions;
            this.recording = current ? recording : now;
            return current;
        }
    }

    /** What a buffer and the views into it share. */
    static final class Storage {
        final Memory memory;
        final Block block;
        final long bytes;
        final boolean arena;
        private final List<Block> derived = new ArrayList<>();
        private @Nullable Derived shadow;
        long version;
        boolean freed;

        Storage(Memory memory, long bytes, boolean arena) {
            this.memory = memory;
            this.block = memory.take(bytes);
            this.bytes = bytes;
            this.arena = arena;
        }

        /** Gives the memory back, in the name of {@code buffer}. */
        void free(CudaBuffer buffer) {
            if (freed) {
                throw new IllegalStateException(buffer + " was freed");
            }
            freed = true;
            memory.giveBack(block);
            derived.forEach(memory::giveBack);
            derived.clear();
        }

        private Derived derive(long bytes) {
            Block block = memory.take(bytes);
            derived.add(block);
            return new Derived(block);
        }

        private void underive(Block block) {
            derived.remove(block);
            memory.giveBack(block);
        }

        /** Marks copies as stale; a recording under way does so again at each replay. */
        void touch() {
            version++;
            memory.aside().writes(this);
            Recording recording = memory.recording();
            if (recording != null) {
                recording.writes(this);
            }
        }
    }
}
