package janus.kernels.cuda;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recordings by key: the first run is plain, so that libraries load what they need; the second records; then replays. */
final class Recordings implements AutoCloseable {
    private final Context context;
    private final Memory memory;
    private final Map<Object, Recording> byKey = new HashMap<>();

    Recordings(Context context, Memory memory) {
        this.context = context;
        this.memory = memory;
    }

    /** Runs {@code bodies}, or what was recorded of them, and {@code host} between two of them, which is never recorded. */
    void run(Object key, List<Runnable> bodies, Runnable host) {
        context.enter();
        // inside another recording it is part of that one
        boolean inside = memory.recording() != null;
        Recording known = inside ? null : byKey.get(key);
        if (known == null) {
            if (!inside) {
                byKey.put(key, new Recording(memory));
            }
            Recording.alternate(bodies, inside ? Runnable::run : memory::rehearse, host);
        } else if (known.made() && !known.dropped()) {
            known.replay(context.stream(), host);
        } else {
            destroyDropped();
            byKey.computeIfAbsent(key, _ -> new Recording(memory)).record(context.stream(), bodies, host);
        }
    }

    /** Frees the graphs of dropped recordings, once they have run; their keys may never be asked for again. */
    private void destroyDropped() {
        List<Recording> dropped =
                byKey.values().stream().filter(Recording::dropped).toList();
        if (!dropped.isEmpty()) {
            context.synchronize();
            dropped.forEach(Recording::destroy);
            byKey.values().removeAll(dropped);
        }
    }

    @Override
    public void close() {
        context.synchronize();
        byKey.values().forEach(Recording::destroy);
        byKey.clear();
    }
}
