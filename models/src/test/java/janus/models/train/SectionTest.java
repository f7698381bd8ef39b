package janus.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sections given as a whole on the command line. */
final class SectionTest {
    private static Config resolve(String key, String value) throws IOException {
        return Configs.resolve(null, null, Map.of(key, value));
    }

    /** The keys of sections, or those of all else, below {@code path}. */
    private static List<String> keys(String path, JsonNode tree, boolean sections) {
        List<String> keys = new ArrayList<>();
        tree.properties().forEach(entry -> {
            String key = ConfigTree.path(path, entry.getKey());
            boolean section = entry.getValue() instanceof ObjectNode && !Configs.MAPS.contains(key);
            if (section == sections) {
                keys.add(key);
            }
            if (section) {
                keys.addAll(keys(key, entry.getValue(), sections));
            }
        });
        return keys;
    }

    @Test
    void emptySectionIsAsInThePreset() throws IOException {
        Config preset = Configs.resolve(null, null, Map.of());
        List<String> sections = keys("", ConfigTree.YAML.valueToTree(preset), true);
        assertThat(sections).contains("optimizer", "data.labelled", "stopping", "diagnostics");
        for (String section : sections) {
            assertThat(resolve(section, "{}")).as(section).isEqualTo(preset);
        }
    }

    @Test
    void whatIsNoSectionTakesAnEmptyOneOrIsRefusedByItsName() throws IOException {
        Config preset = Configs.resolve(null, null, Map.of());
        for (String key : keys("", ConfigTree.YAML.valueToTree(preset), false)) {
            if (Configs.MAPS.contains(key)) {
                assertThatCode(() -> resolve(key, "{}")).as(key).doesNotThrowAnyException();
            } else {
                assertThatCode(() -> resolve(key, "{}"))
                        .as(key)
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining(key);
            }
        }
    }

    @Test
    void valueOfASectionIsFoundWhereTheSectionWasGiven(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, "optimizer:\n  rate: 0.1\n  momentum: 2\n");
        assertThatCode(() -> Configs.resolve(null, file, Map.of("optimizer", "{rate: -1}")))
                .hasMessage("command line: optimizer.rate is -1; give a number of at least 0");
        assertThatCode(() -> Configs.resolve(null, file, Map.of("optimizer", "{rate: 1}")))
                .hasMessage(file + ":3: optimizer.momentum is 2; give a number from 0 to 1");
    }

    @Test
    void keysThatASectionLeavesOutStay() throws IOException {
        assertThat(resolve("optimizer", "{rate: 0.5}")).isEqualTo(resolve("optimizer.rate", "0.5"));
        assertThat(resolve("data", "{labelled: {attributes: 0.5}}"))
                .isEqualTo(resolve("data.labelled.attributes", "0.5"));
        assertThat(resolve("optimizer", "{rates: {two-head: 1}}").optimizer().rates())
                .isEqualTo(Map.of("two-head", 1.0));
    }
}
