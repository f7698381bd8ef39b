package janus.models.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads what a run left, naming the file that is broken. */
public final class RunFile {
    private RunFile() {}

    /** A {@code .json} or {@code .yaml}. */
    public static JsonNode tree(Path file) throws IOException {
        boolean json = file.toString().endsWith(".json");
        byte[] bytes = Files.readAllBytes(file);
        try {
            return (json ? new ObjectMapper() : new YAMLMapper()).readTree(bytes);
        } catch (IOException | YAMLException e) {
            throw broken(file, json ? "JSON" : "YAML", e);
        }
    }

    static DataException broken(Path file, String kind, Exception cause) {
        return new DataException(
                file + ": broken, no " + kind + " text; restore it, or remove its folder and make the run again",
                cause);
    }
}
