package janus.models.train;

import static janus.models.train.ConfigTree.YAML;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import java.io.IOException;
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

    /** Keys whose own keys are names: given in a file, they replace what the preset has. */
    public static final Set<String> MAPS = Set.of("optimizer.rates", "loss.weights", "network.groups");

    /** Keys that may have no value. */
    public static final Set<String> OPTIONAL = Set.of("kernels", "data.folder", "network.weights");

    /** Keys that change no result. */
    private static final Set<String> FREE = Set.of("saving", "data.threads", "data.folder");

    private static final String COMMAND_LINE = "command line";

    private Configs() {}

    /**
     * The configuration that {@code preset} (else the file's, else {@code demo}), {@code file} and {@code overrides}
     * ({@code optimizer.rate} to {@code 0.1}) make together, checked.
     *
     * @throws DataException for an unknown key, a value of the wrong type or outside its range
     */
    public static Config resolve(@Nullable String preset, @Nullable Path file, Map<String, String> overrides)
            throws IOException {
        Map<String, String> keys = new LinkedHashMap<>(overrides);
        if (preset != null) {
            keys.put("preset", preset);
        }
        return of(file == null ? ConfigTree.empty() : ConfigTree.read(file), keys);
    }

    /** As {@link #resolve}, with the keys of a file that was read already. */
    public static Config of(ConfigTree given, Map<String, String> overrides) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>(overrides);
        String named = keys.remove("preset");
        String inFile = given.text("preset");
        String base = named != null ? named : inFile != null ? inFile : "demo";
        if (!PRESETS.contains(base)) {
            String place = named != null ? COMMAND_LINE : given.place("preset");
            throw new DataException(
                    place + ": preset '" + base + "' is unknown; choose one of " + String.join(", ", PRESETS));
        }
        ConfigTree tree = ConfigTree.resource(Configs.class, base + ".yaml");
        tree.merge(given, MAPS);
        tree.put("preset", base);
        return bind(tree, keys, COMMAND_LINE);
    }

    /** {@code config} with the keys that {@code place} sets otherwise, checked. */
    public static Config with(Config config, Map<String, String> overrides, String place) {
        return bind(new ConfigTree(YAML.valueToTree(config), new Origins()), overrides, place);
    }

    private static Config bind(ConfigTree tree, Map<String, String> overrides, String place) {
        overrides.forEach((key, value) -> tree.override(key, value, MAPS, place));
        Config config = tree.bind(Config.class, OPTIONAL);
        new ConfigCheck(tree.origins()).check(config);
        return config;
    }

    /** A value as {@link #resolve} takes it for an override. */
    public static String value(Object value) {
        return new ObjectMapper().valueToTree(value).toString();
    }

    /** As YAML: {@link #resolve} makes the same configuration of it. */
    public static String yaml(Config config) {
        return ConfigTree.yaml(config);
    }

    /** The same as JSON. */
    public static String json(Config config) {
        return new ObjectMapper().valueToTree(config).toPrettyString() + "\n";
    }

    /** The inverse of {@link #yaml}; {@code source} is named in errors. */
    public static Config parse(String yaml, Path source) {
        try {
            return YAML.readerFor(Config.class)
                    .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .readValue(yaml);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    source + ": " + e.getOriginalMessage().split("; `", 2)[0] + "; it was written by another version",
                    e);
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
                String key = ConfigTree.path(path, entry.getKey());
                String inner = difference(key, entry.getValue(), b.path(entry.getKey()));
                if (inner != null) {
                    return inner;
                }
            }
            return null;
        }
        return path + ": " + a + " there, " + b + " here";
    }
}
