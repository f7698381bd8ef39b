package janus.kernels.cuda;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A piece of device memory, in use or waiting. */
final class Block {
    final Address pointer;
    final long address;
    final long bytes;
    /** The recording whose replays write it; null if there is none. */
    @Nullable
    Recording owner;

    private @Nullable Set<Recording> readers;

    Block(Address pointer, long bytes) {
        this.pointer = pointer;
        this.address = pointer.value();
        this.bytes = bytes;
    }

    /** Recordings that use it without owning it. */
    List<Recording> readers() {
        return readers == null ? List.of() : List.copyOf(readers);
    }

    void add(Recording reader) {
        if (readers == null) {
            readers = new LinkedHashSet<>();
        }
        readers.add(reader);
    }

    void remove(Recording reader) {
        if (readers != null) {
            readers.remove(reader);
        }
    }
}
