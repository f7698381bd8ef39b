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

    void run(Object key, Runnable body) {
        context.enter();
        if (memory.recording() != null) {
            // part of the recording around it
            body.run();
            return;
        }
        Recording known = byKey.get(key);
        if (known == null) {
            byKey.put(key, new Recording(memory));
            body.run();
            return;
        }
        if (!known.made() || known.dropped()) {
            destroyDropped();
            known = byKey.computeIfAbsent(key, _ -> new Recording(memory));
            known.record(context.stream(), body);
        }
        known.replay(context.stream());
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
