package janus.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {
    @TempDir
    private Path folder;

    @Test
    void twoWhoWriteOneFileAtOnceDoNotMeet() throws IOException {
        Path target = folder.resolve("study.sha256");
        Durable.write(target, channel -> {
            Durable.write(target, "first");
            Durable.writeFully(channel, ByteBuffer.wrap("last".getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(target).hasContent("last");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(target));
    }
}
