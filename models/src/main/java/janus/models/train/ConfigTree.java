package janus.models.train;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import janus.celeba.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a YAML configuration on their way into a record, with the place each was given: a line of a file, or the
 * command line. Errors name that place and the keys there are.
 */
public final class ConfigTree {
    static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private final ObjectNode root;
    private final Origins origins;

    ConfigTree(ObjectNode root, Origins origins) {
        this.root = root;
        this.origins = origins;
    }

    /** No key. */
    public static ConfigTree empty() {
        return new ConfigTree(YAML.createObjectNode(), new Origins());
    }

    /** A file beside {@code type} in its jar. */
    public static ConfigTree resource(Class<?> type, String file) throws IOException {
        try (InputStream stream = type.getResourceAsStream(file)) {
            return new ConfigTree((ObjectNode) YAML.readTree(stream), new Origins());
        }
    }

    /** @throws DataException if {@code file} is no YAML with keys */
    public static ConfigTree read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a folder; give a YAML file");
        }
        try {
            String text = Files.readString(file);
            JsonNode tree = YAML.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return empty();
            }
            if (tree instanceof ObjectNode object) {
                Origins origins = new Origins();
                origins.read(file, text);
                return new ConfigTree(object, origins);
            }
            throw new DataException(file + ":1: a configuration has keys; write them as key: value");
        } catch (JsonProcessingException e) {
            throw new DataException(file + line(e) + ": not YAML: " + firstLine(e) + "; correct it", e);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": not UTF-8 text; give a YAML file", e);
        }
    }

    /** The text at {@code key}; null if there is none. */
    public @Nullable String text(String key) {
        JsonNode value = root.get(key);
        return value == null ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /** Where {@code key} was given. */
    public String place(String key) {
        return origins.of(key);
    }

    /** The keys below {@code key}, as a tree of their own; empty if there are none. */
    public ConfigTree below(String key) {
        ObjectNode inner = root.get(key) instanceof ObjectNode object ? object : YAML.createObjectNode();
        return new ConfigTree(inner, origins.below(key));
    }

    /** Sets {@code key} to what {@code record} holds. */
    public void put(String key, Object record) {
        root.set(key, YAML.valueToTree(record));
    }

    /** Takes over all keys of {@code from}; below {@code maps}, whose own keys are names, nothing else stays. */
    public void merge(ConfigTree from, Set<String> maps) {
        merge("", root, from.root, maps);
        origins.merge(from.origins);
    }

    private static void merge(String path, ObjectNode into, ObjectNode from, Set<String> maps) {
        from.properties().forEach(entry -> {
            String key = path(path, entry.getKey());
            if (!maps.contains(key)
                    && into.get(entry.getKey()) instanceof ObjectNode inner
                    && entry.getValue() instanceof ObjectNode outer) {
                merge(key, inner, outer, maps);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** Sets {@code key}, such as {@code optimizer.rate}, to the YAML {@code value}, given at {@code place}. */
    void override(String key, String value, Set<String> maps, String place) {
        note(key, override("", root, key, value, maps, place), place);
    }

    private void note(String key, JsonNode given, String place) {
        origins.put(key, place);
        given.properties().forEach(entry -> note(path(key, entry.getKey()), entry.getValue(), place));
    }

    /** The value, as a tree. */
    private static JsonNode override(
            String path, ObjectNode tree, String key, String value, Set<String> maps, String place) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        JsonNode inner = tree.get(first);
        String whole = path(path, key);
        if (inner == null && !maps.contains(path)) {
            throw Misfit.unknown(place, whole, tree.propertyStream().map(Map.Entry::getKey));
        }
        if (dot < 0) {
            JsonNode given = value(whole, value, place);
            put(tree, whole, key, given, maps);
            return given;
        }
        if (inner instanceof ObjectNode object) {
            return override(path(path, first), object, key.substring(dot + 1), value, maps, place);
        }
        throw new DataException(place + ": unknown key '" + whole + "'; there is nothing below " + path(path, first)
                + ", give it a value");
    }

    /** As in a file, keys that a section leaves out stay as they are. */
    private static void put(ObjectNode tree, String whole, String key, JsonNode value, Set<String> maps) {
        if (!maps.contains(whole) && tree.get(key) instanceof ObjectNode inner && value instanceof ObjectNode section) {
            merge(whole, inner, section, maps);
        } else {
            tree.set(key, value);
        }
    }

    private static JsonNode value(String key, String text, String place) {
        try {
            JsonNode value = YAML.readTree(text);
            return value.isMissingNode() ? NullNode.instance : value;
        } catch (JsonProcessingException e) {
            String what = place + ": " + key + " is " + text + ", which is not YAML: " + firstLine(e);
            throw new DataException(what + "; correct it", e);
        }
    }

    /** The record that the keys make; only {@code optional} ones may have no value. */
    public <T> T bind(Class<T> type, Set<String> optional) {
        requireValues("", root, optional);
        try {
            return YAML.treeToValue(root, type);
        } catch (JsonMappingException e) {
            throw Misfit.of(e, root, origins);
        } catch (JsonProcessingException e) {
            throw new DataException("configuration: " + firstLine(e) + "; correct it", e);
        }
    }

    private void requireValues(String key, JsonNode node, Set<String> optional) {
        if (node.isNull() && !optional.contains(key)) {
            throw new DataException(origins.of(key) + ": " + key + " has no value; give one");
        }
        node.properties().forEach(entry -> requireValues(path(key, entry.getKey()), entry.getValue(), optional));
        if (node.isArray()) {
            node.forEach(element -> requireValues(key, element, optional));
        }
    }

    /** {@code record} as YAML. */
    public static String yaml(Object record) {
        try {
            return YAML.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Origins origins() {
        return origins;
    }

    static String path(String above, String key) {
        return above.isEmpty() ? key : above + "." + key;
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ":" + e.getLocation().getLineNr();
    }

    private static String firstLine(JsonProcessingException e) {
        String line = e.getOriginalMessage().lines().findFirst().orElse("");
        return line.startsWith("Trailing token") ? "a second document" : line;
    }
}
