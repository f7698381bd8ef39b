package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.engine.Gradcheck;
import janus.engine.GradcheckExamples;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class GradcheckCommandTest {
    @Test
    void everyExampleIsReportedWithItsError() throws IOException {
        Output output = Output.of("gradcheck", "--json");
        JsonNode rows = new ObjectMapper().readTree(output.out());
        assertThat(output.code()).isZero();
        assertThat(rows).hasSize(GradcheckExamples.all().size());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("worst").asDouble()).isBetween(0.0, Gradcheck.TOLERANCE);
            assertThat(row.get("passed").asBoolean()).isTrue();
        });
    }
}
