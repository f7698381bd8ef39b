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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads configurations: command line before file before preset. Errors name file, line, and the keys there are. */
public final class Configs {
    /** The presets there are. */
    public static final List<String> PRESETS = List.of("demo", "seed", "study");

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    /** Keys whose own keys are names: given in a file, they replace what the preset has. */
    private static final Set<String> MAPS = Set.of("optimizer.rates", "loss.weights");

    /** Keys that may have no value. */
    private static final Set<String> OPTIONAL = Set.of("kernels", "data.folder", "network.weights");

    /** Keys that change no result. */
    private static final Set<String> FREE = Set.of("saving", "data.threads", "data.folder");

    private Configs() {}

    /**
     * The configuration that {@code preset} (else the file's, else {@code demo}), {@code file} and {@code overrides}
     * ({@code optimizer.rate} to {@code 0.1}) make together, checked.
     *
     * @throws DataException for an unknown key, a value of the wrong type or outside its range
     */
    public static Config resolve(@Nullable String preset, @Nullable Path file, Map<String, String> overrides)
            throws IOException {
        Origins origins = new Origins();
        ObjectNode given = file == null ? YAML.createObjectNode() : read(file, origins);
        Map<String, String> keys = new LinkedHashMap<>(overrides);
        String named = keys.remove("preset");
        String base = preset != null ? preset : named != null ? named : named(given.get("preset"));
        if (!PRESETS.contains(base)) {
            String place = preset != null || named != null ? "command line" : origins.of("preset");
            throw new DataException(
                    place + ": preset '" + base + "' is unknown; choose one of " + String.join(", ", PRESETS));
        }
        ObjectNode tree = preset(base);
        merge("", tree, given);
        tree.put("preset", base);
        keys.forEach((key, value) -> {
            origins.override(key);
            override("", tree, key, value);
        });
        Config config = bind(tree, origins);
        new ConfigCheck(origins).check(config);
        return config;
    }

    private static String named(@Nullable JsonNode preset) {
        return preset == null ? "demo" : preset.isValueNode() ? preset.asText() : preset.toString();
    }

    /** A value as {@link #resolve} takes it for an override. */
    public static String value(Object value) {
        return new ObjectMapper().valueToTree(value).toString();
    }

    /** As YAML: {@link #resolve} makes the same configuration of it. */
    public static String yaml(Config config) {
        try {
            return YAML.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as JSON. */
    public static String json(Config config) {
        return new ObjectMapper().valueToTree(config).toPrettyString() + "\n";
    }

    /** The inverse of {@link #yaml}; {@code source} is named in errors. */
    public static Config parse(String yaml, Path source) {
        try {
            return YAML.readValue(yaml, Config.class);
        } catch (JsonProcessingException e) {
            throw new DataException(source + ": " + e.getOriginalMessage() + "; it was written by another version", e);
        }
    }

    /** The first key in which two runs differ, with both values; null if none that changes a result. */
    public static @Nullable String difference(Config a, Config b) {
        return difference("", YAML.valueToTree(a), YAML.valueToTree(b));
    }

    private static @Nullable String difference(String path, JsonNode a, JsonNode b) {
        if (a.equals(b) || FREE.contains(path)) {
            return null;
        }
        if (a instanceof ObjectNode object && b.isObject() && !MAPS.contains(path)) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                String inner = difference(path(path, entry.getKey()), entry.getValue(), b.path(entry.getKey()));
                if (inner != null) {
                    return inner;
                }
            }
            return null;
        }
        return path + ": " + a + " there, " + b + " here";
    }

    private static ObjectNode preset(String name) throws IOException {
        try (InputStream stream = Configs.class.getResourceAsStream(name + ".yaml")) {
            return (ObjectNode) YAML.readTree(stream);
        }
    }

    private static ObjectNode read(Path file, Origins origins) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a folder; give a YAML file");
        }
        try {
            String text = Files.readString(file);
            JsonNode tree = YAML.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            origins.read(file, text);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new DataException(file + ":1: a configuration has keys; write them as key: value");
        } catch (JsonProcessingException e) {
            throw new DataException(file + line(e) + ": not YAML: " + firstLine(e) + "; correct it", e);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": not UTF-8 text; give a YAML file", e);
        }
    }

    private static Config bind(ObjectNode tree, Origins origins) {
        requireValues("", tree, origins);
        try {
            return YAML.treeToValue(tree, Config.class);
        } catch (JsonMappingException e) {
            throw Misfit.of(e, tree, origins);
        } catch (JsonProcessingException e) {
            throw new DataException("configuration: " + firstLine(e) + "; correct it", e);
        }
    }

    private static void requireValues(String key, JsonNode node, Origins origins) {
        if (node.isNull() && !OPTIONAL.contains(key)) {
            throw new DataException(origins.of(key) + ": " + key + " has no value; give one");
        }
        node.properties().forEach(entry -> requireValues(path(key, entry.getKey()), entry.getValue(), origins));
        if (node.isArray()) {
            node.forEach(element -> requireValues(key, element, origins));
        }
    }

    private static void merge(String path, ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            String key = path + entry.getKey();
            if (!MAPS.contains(key)
                    && into.get(entry.getKey()) instanceof ObjectNode inner
                    && entry.getValue() instanceof ObjectNode outer) {
                merge(key + ".", inner, outer);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void override(String path, ObjectNode tree, String key, String value) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        JsonNode inner = tree.get(first);
        String whole = path(path, key);
        if (inner == null && !MAPS.contains(path)) {
            throw Misfit.unknown("command line", whole, tree.propertyStream().map(Map.Entry::getKey));
        }
        if (dot < 0) {
            tree.set(key, value(whole, value));
        } else if (inner instanceof ObjectNode object) {
            override(path(path, first), object, key.substring(dot + 1), value);
        } else {
            throw new DataException("command line: unknown key '" + whole + "'; there is nothing below "
                    + path(path, first) + ", give it a value");
        }
    }

    private static JsonNode value(String key, String text) {
        try {
            JsonNode value = YAML.readTree(text);
            return value.isMissingNode() ? NullNode.instance : value;
        } catch (JsonProcessingException e) {
            String what = "command line: " + key + " is " + text + ", which is not YAML: " + firstLine(e);
            throw new DataException(what + "; correct it", e);
        }
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
