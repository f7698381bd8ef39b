package janus.kernels.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recordings by key: the first run is plain, so that libraries load what they need; the second records; then replays. */
final class Recordings implements AutoCloseable {
    private final Context context;
    private final Memory memory;
    private final Map<Object, Recording> byKey = new HashMap<>();
    private final List<Recording> outdated = new ArrayList<>();

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
        if (known.dropped()) {
            outdated.add(known);
            known = new Recording(memory);
            byKey.put(key, known);
        }
        destroyOutdated();
        if (!known.made()) {
            known.record(context.stream(), body);
        }
        known.replay(context.stream());
    }

    /** Frees graphs of dropped recordings, once they have run. */
    private void destroyOutdated() {
        if (!outdated.isEmpty()) {
            context.synchronize();
            outdated.forEach(Recording::destroy);
            outdated.clear();
        }
    }

    @Override
    public void close() {
        outdated.addAll(byKey.values());
        byKey.clear();
        destroyOutdated();
    }
}
