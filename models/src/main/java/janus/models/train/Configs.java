package janus.models.train;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import janus.celeba.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads configurations: command line before file before preset. Errors name file, line, and the keys there are. */
public final class Configs {
    /** The presets there are. */
    public static final List<String> PRESETS = List.of("demo", "seed", "study");

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    /** Keys whose own keys are names: given in a file, they replace what the preset has. */
    private static final Set<String> MAPS = Set.of("optimizer.rates", "loss.weights");

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
        ObjectNode given = file == null ? YAML.createObjectNode() : read(file);
        String base = preset != null ? preset : given.path("preset").asText("demo");
        if (!PRESETS.contains(base)) {
            throw new DataException("preset '" + base + "': unknown; choose one of " + String.join(", ", PRESETS));
        }
        ObjectNode tree = preset(base);
        merge("", tree, given);
        tree.put("preset", base);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            override("", tree, override.getKey(), override.getValue());
        }
        Config config = bind(tree);
        ConfigCheck.check(config);
        return config;
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

    private static ObjectNode read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            // for its messages alone: a tree does not know lines
            YAML.readValue(text, Config.class);
            return (ObjectNode) tree;
        } catch (JsonProcessingException e) {
            throw new DataException(file + where(e) + ": " + what(e), e);
        }
    }

    private static Config bind(ObjectNode tree) {
        try {
            return YAML.treeToValue(tree, Config.class);
        } catch (JsonProcessingException e) {
            throw new DataException("configuration: " + what(e), e);
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

    private static void override(String path, ObjectNode tree, String key, String value)
            throws JsonProcessingException {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        JsonNode inner = tree.get(first);
        if (inner == null && !MAPS.contains(path)) {
            String keys = tree.propertyStream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
            throw new DataException("'" + path(path, key) + "=" + value + "': unknown key; known here: " + keys);
        }
        if (dot < 0) {
            tree.set(key, YAML.readTree(value.isEmpty() ? "null" : value));
        } else if (inner instanceof ObjectNode object) {
            override(path(path, first), object, key.substring(dot + 1), value);
        } else {
            throw new DataException("'" + path(path, key) + "=" + value + "': there is nothing below "
                    + path(path, first) + "; give it a value");
        }
    }

    private static String path(String above, String key) {
        return above.isEmpty() ? key : above + "." + key;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
    }

    private static String what(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(name -> name != null)
                        .collect(Collectors.joining("."))
                : "";
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key '" + path + "'; known here: "
                    + unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        }
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return (path.isEmpty() ? "not YAML: " : "'" + path + "': ") + message + "; correct it";
    }
}
