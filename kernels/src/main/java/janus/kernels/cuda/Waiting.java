package janus.kernels.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blocks given back, by size class; the last one first, as its lines may still be in the cache. */
final class Waiting {
    private final Map<Long, ArrayDeque<Block>> bySize = new HashMap<>();

    void add(Block block) {
        bySize.computeIfAbsent(block.bytes, size -> new ArrayDeque<>()).addLast(block);
    }

    /** A block of exactly that size; null if none waits. */
    @Nullable
    Block take(long size) {
        ArrayDeque<Block> blocks = bySize.get(size);
        return blocks == null ? null : blocks.pollLast();
    }

    List<Block> takeAll() {
        List<Block> all = new ArrayList<>();
        bySize.values().forEach(all::addAll);
        bySize.clear();
        return all;
    }
}
