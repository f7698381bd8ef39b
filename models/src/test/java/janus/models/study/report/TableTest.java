package janus.models.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @Test
    void namesWithCommasAreOneField(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("balance.csv"), "model,task,value\ntwo-head,\"Hat, red\",0.5\n");
        Table table = Table.read(file);
        assertThat(table.text(table.rows().getFirst(), "task")).isEqualTo("Hat, red");
        assertThat(table.number(table.rows().getFirst(), "value")).isEqualTo(.5);
        assertThat(Table.read(folder.resolve("none.csv")).rows()).isEmpty();
    }
}
