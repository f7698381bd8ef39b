package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileGeneratorTest {
    @Test
    void committedTilesAreWhatTheGeneratorsWrite() throws IOException {
        for (Map.Entry<String, String> each : TileGenerator.sources().entrySet()) {
            assertThat(Files.readString(TileGenerator.file(each.getKey()))).isEqualTo(each.getValue());
        }
    }
}
