package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.models.train.SmallFaces;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonTest {
    @TempDir
    private Path folder;

    private static JsonNode json(String... args) throws IOException {
        Output output = Output.of(args);
        assertThat(output.code()).as(output.err()).isZero();
        return new ObjectMapper().readTree(output.out());
    }

    @Test
    void sheetSaysWhereItIs() throws IOException {
        String sheet = folder.resolve("sheet.png").toString();
        assertThat(json("synthesize", "--sheet", sheet, "--json").get("sheet").asText())
                .isEqualTo(sheet);
    }

    @Test
    void studyThatTakesNoStepSaysItsPlan() throws IOException {
        String data = SmallFaces.write(folder.resolve("data"), 40, 7).toString();
        JsonNode said = json("study", "--dry-run", "--json", "--data", data, "data.size=32", "network.width=0.0625");
        assertThat(said.get("plan").get("training").get("data").get("size").asInt())
                .isEqualTo(32);
        assertThat(said.get("outlook").get(0).asText()).startsWith("rehearsal: two-head against single; ");
    }
}
