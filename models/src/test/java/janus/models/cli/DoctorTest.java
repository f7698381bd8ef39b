package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DoctorTest {
    @Test
    void everyProblemHasItsFixAndNothingElseHasOne() {
        assertThat(Doctor.findings())
                .allSatisfy(finding -> assertThat(finding.fix() == null)
                        .as(finding.toString())
                        .isEqualTo(finding.state() == Doctor.State.FINE))
                .extracting(Doctor.Finding::subject)
                .contains("jdk", "processor", "memory", "cpu", "driver", "jpeg", "fonts", "disk");
    }

    @Test
    void findingsAreJsonOnRequest() throws IOException {
        JsonNode findings =
                new ObjectMapper().readTree(Output.of("doctor", "--json").out());
        assertThat(findings.get(0).get("subject").asText()).isEqualTo("jdk");
        assertThat(findings.get(0).get("state").asText()).isEqualTo("FINE");
        assertThat(findings.get(0).get("found").asText()).contains(System.getProperty("java.home"));
    }
}
