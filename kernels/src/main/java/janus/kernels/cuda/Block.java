package janus.kernels.cuda;

import java.util.LinkedHashSet;
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

    /** Recordings that use it without owning it. */
    final Set<Recording> readers = new LinkedHashSet<>();

    Block(Address pointer, long bytes) {
        this.pointer = pointer;
        this.address = pointer.value();
        this.bytes = bytes;
    }
}
