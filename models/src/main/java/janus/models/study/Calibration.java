package janus.models.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import janus.celeba.DataException;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the controls have shown of this code; verdicts look it up.
 *
 * @param code as {@link janus.models.train.Environment#code} says
 * @param device that trained their runs
 * @param when they ended, ISO 8601
 * @param controls none: there is no record
 */
public record Calibration(String code, String device, String when, List<Control> controls) {
    /** No record. */
    public static final Calibration NONE = new Calibration("", "", "", List.of());

    /** Where {@code study --controls} keeps its runs and its record. */
    public static final Path FOLDER = Path.of("runs", "controls");

    private static final String FILE = "controls.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The record in {@code folder}; none if there is none, or one of other code. */
    public static Calibration find(Path folder, String code) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            Calibration found = JSON.readValue(Files.readString(file), Calibration.class);
            return found.code.equals(code) ? found : NONE;
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": no record of controls; remove it, or run study --controls again", e);
        }
    }

    void write(Path folder) throws IOException {
        Durable.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
    }

    /** Whether the instrument gave a wrong answer. */
    public boolean failed() {
        return controls.stream().anyMatch(control -> !control.passed());
    }

    /** Of what code, when and where, or that there is no record. */
    public String heading() {
        return controls.isEmpty()
                ? "uncalibrated: no record of controls for this code; study --controls makes one"
                : "controls with this code, " + when + ", on " + device + ":";
    }

    /** What a text says of it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(heading());
        controls.forEach(control -> lines.add("  " + control.text()));
        return lines;
    }
}
