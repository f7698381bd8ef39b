package janus.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.kernels.BadKernelTable;
import janus.kernels.KernelTable;
import janus.kernels.KernelTableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no table is refused in a line that names file, line and remedy. */
final class BadConvolutionTableTest {
    private static final String HEAD = String.join(",", ConvolutionTable.COLUMNS) + "\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16,data,64,64,8,8,3,3,1,1        | 10 values for 11 columns; correct the line, or write the file"
                        + " again",
                "16,data,64,64,8,8,3,3,1,1,wino   | algorithm is 'wino'; write one of direct, pixelwise, toeplitz2, winograd2,"
                        + " winograd4, polyphase",
                "16,back,64,64,8,8,3,3,1,1,direct | direction is 'back'; write one of forward, data, filter",
                "12,data,64,64,8,8,3,3,1,1,direct | lanes is '12'; write one of 2, 4, 8, 16",
                "16,data,64,64,8,-8,3,3,1,1,direct | w is '-8'; write a whole number from 1 to 65536",
                "16,data,64,64,8,8,11,3,1,1,direct | the filter is larger than the padded map; correct h, w, r, s or"
                        + " pad",
                "16,data,64,64,8,8,3,3,2,1,winograd4 | winograd4 cannot compute this: it takes 3×3 filters, stride 1, "
                        + "padding below 3 and at least 16 channels; write direct, or remove the line",
                "16,data,64,64,8,8,3,3,2,0,polyphase | polyphase cannot compute this: it takes 3×3 filters, stride 2, "
                        + "padding 1 and at least 16 channels; write direct, or remove the line",
                "16,data,64,3,8,8,3,3,1,1,winograd2 | winograd2 cannot compute this: it takes 3×3 filters, stride 1, "
                        + "padding below 3 and at least 16 channels; write direct, or remove the line",
                "16,data,64,64,2,2,3,3,1,1,toeplitz2 | toeplitz2 cannot compute this: it takes 3×3 filters, forward, maps "
                        + "of 2×2, stride 1, padding 1 and at least 16 channels; write direct, or remove the line",
                "16,forward,64,64,2,3,3,3,1,1,toeplitz2 | toeplitz2 cannot compute this: it takes 3×3 filters, forward, maps "
                        + "of 2×2, stride 1, padding 1 and at least 16 channels; write direct, or remove the line",
                "16,data,8,8,8,8,3,3,1,1,direct   | the same convolution as in line 2; remove one of them",
            })
    void badLineIsRefusedWithItsNumber(String line, String message) {
        String text = HEAD + "16,data,8,8,8,8,3,3,1,1,direct\n# next\n" + line + "\n";
        assertThatThrownBy(() -> parse(text)).isInstanceOf(BadKernelTable.class).hasMessage("t.csv:4: " + message);
    }

    @Test
    void badColumnsAreRefused() {
        String remedy = "; write " + HEAD.strip();
        assertThatThrownBy(() -> parse("# a\n" + HEAD.replace("stride", "step")))
                .hasMessage("t.csv:2: unknown column 'step'" + remedy);
        assertThatThrownBy(() -> parse(HEAD.replace("lanes,", "")))
                .hasMessage("t.csv:1: columns missing or in another order" + remedy);
        assertThatThrownBy(() -> parse("")).hasMessage("t.csv:1: no columns" + remedy);
    }

    @Test
    void filesThatAreNoTablesAreRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'#', (byte) 0xE9});
        assertThatThrownBy(() -> ConvolutionTable.read(latin)).hasMessage(latin + ": not UTF-8 text; give a CSV file");
        assertThatThrownBy(() -> ConvolutionTable.read(folder)).hasMessage(folder + ": a folder; give a CSV file");
        assertThatThrownBy(() -> ConvolutionTable.read(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
        int others = Lanes.COUNT == 16 ? 8 : 16;
        Path foreign =
                Files.writeString(folder.resolve("foreign.csv"), HEAD + others + ",data,64,64,8,8,3,3,1,1,direct\n");
        assertThatThrownBy(() -> ConvolutionTable.read(foreign))
                .isInstanceOf(BadKernelTable.class)
                .hasMessageContaining("no line for vectors of " + Lanes.COUNT + " lanes");
    }

    private static KernelTable<ConvolutionKey, Algorithm> parse(String text) {
        return ConvolutionTable.parse(new KernelTableFile("t.csv", "t.csv", text.getBytes(StandardCharsets.UTF_8)));
    }
}
