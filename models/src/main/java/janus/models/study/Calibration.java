package janus.models.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import janus.celeba.DataException;
import janus.models.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the controls have shown of this code; verdicts look it up.
 *
 * @param code as {@link janus.models.train.Environment#code} says
 * @param device that trained their runs
 * @param when they ended, ISO 8601
 * @param controls none: there is no record
 * @param gap why the record does not count for these runs; only failed controls are then kept. Empty if it counts
 */
public record Calibration(
        String code,
        String device,
        String when,
        List<Control> controls,
        @JsonIgnore String gap) {
    /** No record. */
    public static final Calibration NONE = new Calibration("", "", "", List.of());

    /** Where {@code study --controls} keeps its runs and its record. */
    public static final Path FOLDER = Path.of("runs", "controls");

    private static final String FILE = "controls.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Calibration {
        Objects.requireNonNull(code);
        Objects.requireNonNull(device);
        Objects.requireNonNull(when);
        controls = List.copyOf(controls);
        gap = Objects.requireNonNullElse(gap, "");
    }

    /** A whole record. */
    public Calibration(String code, String device, String when, List<Control> controls) {
        this(code, device, when, controls, "");
    }

    /** The record in {@code folder}; none if there is none, or one of other code. */
    public static Calibration find(Path folder, String code) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonNode root = JSON.readTree(bytes);
            // null, too, is JSON
            Calibration found = JSON.treeToValue(root.isObject() ? root : JSON.createObjectNode(), Calibration.class);
            return !found.code.equals(code) ? NONE : found.whole(file);
        } catch (IOException e) {
            throw new DataException(file + ": no record of controls; remove it, or run study --controls again", e);
        }
    }

    private Calibration whole(Path file) {
        List<String> missing = new ArrayList<>(Controls.NAMES);
        controls.forEach(control -> missing.remove(control.name()));
        return missing.isEmpty() ? this : without(file + " has no control " + String.join(", ", missing));
    }

    /** For runs of {@code codes}: what passed says nothing of other code. */
    Calibration of(Set<String> codes) {
        return controls.isEmpty() || codes.stream().allMatch(code::equals)
                ? this
                : without("controls are of other code than these runs");
    }

    private Calibration without(String reason) {
        return new Calibration(
                code,
                device,
                when,
                controls.stream().filter(control -> !control.passed()).toList(),
                reason);
    }

    /** Whether there is a record that counts. */
    public boolean known() {
        return gap.isEmpty() && !controls.isEmpty();
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
        if (!gap.isEmpty()) {
            return "uncalibrated: " + gap;
        }
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
