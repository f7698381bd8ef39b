package janus.bench.gpu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.models.train.Sha256;
import janus.models.weights.Array;
import janus.models.weights.DeviceValues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether one step, taken again and again from the same state, ends in the same bits: weights, statistics, moments. A
 * GPU replays all but the last, so that replays are compared with each other and with a plain step.
 */
final class RepeatsCheck {
    private static final int REPEATS = 50;
    /** After these, moments and statistics are no longer those of the start, and a recording is made. */
    private static final int BEFORE = 3;

    private static final int DIGITS = 16;

    private RepeatsCheck() {}

    static Verdict run(Function<String, Device> open, String device, Size size) {
        try (Device on = open.apply(device);
                TwoHeads heads = new TwoHeads(on, size, 1)) {
            for (int step = 0; step < BEFORE; step++) {
                heads.step();
            }
            List<Array> start = fetch(state(heads));
            Map<String, Integer> ends = repeat(heads, start);
            String plain = end(heads, start, heads::plainStep);
            System.out.println(
                    "SHA-256 of the state, and how many repeats ended there: " + ends + "; plainly " + plain);
            boolean moved = !ends.containsKey(digest(start));
            boolean same = ends.size() == 1 && ends.containsKey(plain);
            return Verdict.of(
                    same && moved,
                    "%s, %s: %d repeats of step %d ended in %d state%s%s%s: %s",
                    device,
                    size,
                    REPEATS,
                    BEFORE + 1,
                    ends.size(),
                    ends.size() == 1 ? "" : "s",
                    moved ? "" : ", one of them that of the start",
                    same ? ", that of a plain step" : ", a plain step in " + plain,
                    ends.keySet().iterator().next());
        }
    }

    /** How many repeats ended in which state. */
    private static Map<String, Integer> repeat(TwoHeads heads, List<Array> start) {
        Map<String, Integer> ends = new TreeMap<>();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            ends.merge(end(heads, start, heads::step), 1, Integer::sum);
        }
        return ends;
    }

    private static String end(TwoHeads heads, List<Array> start, Runnable step) {
        List<DeviceValues> state = state(heads);
        for (int i = 0; i < start.size(); i++) {
            state.get(i).set(start.get(i));
        }
        heads.optimizer().steps(BEFORE);
        step.run();
        return digest(fetch(state));
    }

    private static List<DeviceValues> state(TwoHeads heads) {
        Stream<Arena> arenas = Stream.concat(
                Stream.of(
                        heads.model().parameters().values(),
                        heads.model().parameters().statisticValues()),
                heads.optimizer().slots().stream());
        Stream<Buffer> views = arenas.flatMap(arena -> arena.views().stream());
        return views.map(view -> new DeviceValues(heads.device(), view)).toList();
    }

    private static List<Array> fetch(List<DeviceValues> state) {
        return state.stream().map(DeviceValues::fetch).toList();
    }

    private static String digest(List<Array> arrays) {
        String all =
                arrays.stream().map(array -> Sha256.of(array.bytes().array())).collect(joining());
        return Sha256.of(all.getBytes(US_ASCII)).substring(0, DIGITS);
    }
}
