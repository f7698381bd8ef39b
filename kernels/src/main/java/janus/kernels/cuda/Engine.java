package janus.kernels.cuda;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of cuDNN's ways to compute an operation, as tables write it: {@code 62:2=4:13=0}, the engine's number and what each
 * of its knobs is set to. What the numbers mean is cuDNN's own affair, and may change with its version.
 */
record Engine(long index, Map<Integer, Long> knobs) {
    private static final String FORM = "[0-9]{1,4}(:[0-9]{1,4}=-?[0-9]{1,9})*";

    Engine {
        knobs = new TreeMap<>(knobs);
    }

    /** Null if {@code text} is no engine. */
    static @Nullable Engine of(String text) {
        if (!text.matches(FORM)) {
            return null;
        }
        List<String> parts = List.of(text.split(":"));
        Map<Integer, Long> knobs = new TreeMap<>();
        for (String part : parts.subList(1, parts.size())) {
            String[] sides = part.split("=");
            knobs.put(Integer.valueOf(sides[0]), Long.valueOf(sides[1]));
        }
        return new Engine(Long.parseLong(parts.getFirst()), knobs);
    }

    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(String.valueOf(index)),
                        knobs.entrySet().stream().map(knob -> knob.getKey() + "=" + knob.getValue()))
                .collect(Collectors.joining(":"));
    }
}
