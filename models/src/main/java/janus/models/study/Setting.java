package janus.models.study;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import janus.models.train.Config;
import janus.models.train.Configs;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One place of a sweep: the keys of the training that it sets. The first is what the sweep is over, the others are what
 * must change with it.
 */
public record Setting(@JsonValue Map<String, JsonNode> keys) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Setting {}

    /** What the sweep is over. */
    public String key() {
        return keys.keySet().iterator().next();
    }

    /** Its value, as a number where it is one: {@code 0.01}. */
    public String value() {
        return text(keys.values().iterator().next());
    }

    /** Its value where that is a number. */
    public OptionalDouble number() {
        JsonNode value = keys.values().iterator().next();
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    /** {@code data.fraction=0.01}. */
    @Override
    public String toString() {
        return key() + "=" + value();
    }

    /** What else is set: {@code optimizer.epochs=400}. */
    public List<String> others() {
        return keys.entrySet().stream()
                .skip(1)
                .map(set -> set.getKey() + "=" + text(set.getValue()))
                .toList();
    }

    /** {@code data.fraction=0.01, optimizer.epochs=400}. */
    public String text() {
        return Stream.concat(Stream.of(toString()), others().stream()).collect(Collectors.joining(", "));
    }

    private static String text(JsonNode value) {
        if (value.isNumber()) {
            return new BigDecimal(value.asText()).stripTrailingZeros().toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** All its values, in the order of its keys. */
    public List<String> values() {
        return keys.values().stream().map(Setting::text).toList();
    }

    /** The name of its study's folder: itself, with dashes for what not every file system takes. */
    public String folder() {
        return key() + "=" + value().replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    /** {@code training} as it is here, checked; errors name {@code place}. */
    Config of(Config training, String place) {
        Map<String, String> set = new LinkedHashMap<>();
        keys.forEach((key, value) -> set.put(key, value.toString()));
        return Configs.with(training, set, place);
    }

    /** Whether {@code key}, one above it or one below it is set here. */
    boolean sets(String key) {
        return keys.keySet().stream()
                .anyMatch(own -> (own + ".").startsWith(key + ".") || (key + ".").startsWith(own + "."));
    }
}
