package janus.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import janus.celeba.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchArchiveTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"tensors.pth", "nested.pth"})
    void tensorsOfEveryTypeAndLayoutAreRead(String name) throws IOException {
        Map<String, Array> arrays = TorchArchive.read(resource(name));
        assertThat(arrays.keySet())
                .containsExactly(
                        "a",
                        "shared",
                        "transposed",
                        "repeated",
                        "parameter",
                        "scalar",
                        "doubles",
                        "halves",
                        "brains",
                        "empty");
        assertArray(arrays.get("a"), "F32 [2, 3]", 0, 1, 2, 3, 4, 5);
        assertArray(arrays.get("shared"), "F32 [3]", 3, 4, 5);
        assertArray(arrays.get("transposed"), "F32 [3, 2]", 0, 3, 1, 4, 2, 5);
        assertArray(arrays.get("repeated"), "F32 [2, 2]", 5, 5, 5, 5);
        assertArray(arrays.get("parameter"), "F32 [1]", 7);
        assertArray(arrays.get("scalar"), "I64 []", 3);
        assertArray(arrays.get("doubles"), "F64 [1]", .1);
        assertArray(arrays.get("halves"), "F16 [2]", 1.5, -2);
        assertArray(arrays.get("brains"), "BF16 [2]", 1.5, -2);
        assertArray(arrays.get("empty"), "F32 [0, 3]");
    }

    @ParameterizedTest
    @CsvSource({
        "legacy.pth, legacy format",
        "tar.pth, TAR format",
        "module.pth, it imports torch.nn.modules.linear.Linear",
        "make.py, neither safetensors nor a zip",
    })
    void otherFormatsAreNamed(String name, String message) {
        assertThatThrownBy(() -> TorchArchive.read(resource(name)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("torch.save(model.state_dict(), file)");
    }

    // each is what Python's pickle would run, or run out of memory with; \n ends a line of protocol 0
    @ParameterizedTest
    @CsvSource({
        "'cos\nsystem\n(U\u0002lstR.', imports os.system",
        "'c__builtin__\neval\n)R.', imports __builtin__.eval",
        "'cexceptions\nException\n)R.', imports exceptions.Exception",
        "'cdatetime\ndatetime\n)R.', imports datetime.datetime",
        "'(ios\nsystem\n.', opcode 0x69",
        "'(cos\nsystem\no.', imports os.system",
        "'\u0082\u0001.', opcode 0x82",
        "'Ptorch\n.', opcode 0x50",
        "'](h\u0000a.', opcode 0x5d",
        "'X\u00ff\u00ff\u00ff\u007f', an object of 2147483647 bytes",
        "'\u008a\u00ff', an object of 255 bytes",
        "'R.', malformed",
        "'}}b', premature",
        "'K\u0001.', not a state dict",
    })
    void picklesThatAreMoreThanTensorsAreRefused(String pickle, String message) throws IOException {
        Path file = zip(Map.of("data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1)));
        assertThatThrownBy(() -> TorchArchive.read(file))
                .isInstanceOfAny(DataException.class, IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void dictThatHoldsItselfAsItsKeyComesToAnEnd() throws IOException {
        // d = {}; d[d] = d
        byte[] pickle = {'}', 'q', 0, 'h', 0, 'h', 0, 's', '.'};
        assertThatThrownBy(() -> TorchArchive.read(zip(Map.of("data.pkl", pickle))))
                .isInstanceOf(DataException.class);
    }

    @Test
    void storageOfAnotherLengthIsRefused() throws IOException {
        Map<String, byte[]> entries = entries(resource("tensors.pth"));
        byte[] whole = entries.get("data/0");
        for (int length : new int[] {0, whole.length - 4, whole.length + 4}) {
            entries.put("data/0", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchArchive.read(zip(entries)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("its storage has " + length + " bytes");
        }
        entries.remove("data/0");
        assertThatThrownBy(() -> TorchArchive.read(zip(entries)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the numbers of 'a' are missing");
    }

    @Test
    void viewOutsideItsStorageIsRefused() throws IOException {
        Map<String, byte[]> entries = entries(resource("tensors.pth"));
        byte[] pickle = entries.get("data.pkl");
        int shape = find(pickle, new byte[] {'K', 0, 'K', 2, 'K', 3});
        for (int changed : new int[] {shape + 1, shape + 3, shape + 5}) {
            byte[] bad = pickle.clone();
            bad[changed] = 100;
            entries.put("data.pkl", bad);
            assertThatThrownBy(() -> TorchArchive.read(zip(entries)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("'a'")
                    .hasMessageContaining("reaches outside its 6 numbers");
        }
    }

    @Test
    void fileCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(resource("tensors.pth"));
        for (int length = 0; length < whole.length; length += 97) {
            Path file = Files.write(temporary.resolve("cut.pth"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchArchive.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(DataException.class);
        }
    }

    private static void assertArray(Array array, String typeAndShape, double... values) {
        assertThat(array).hasToString(typeAndShape);
        assertThat(array.doubles()).containsExactly(values);
    }

    private static int find(byte[] in, byte[] part) {
        for (int i = 0; i + part.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found: " + Arrays.toString(part));
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                entries.put(
                        name.substring(name.indexOf('/') + 1),
                        zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                ZipEntry header = new ZipEntry("archive/" + entry.getKey());
                header.setSize(entry.getValue().length);
                header.setCrc(crc.getValue());
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        }
        return Files.write(temporary.resolve("made.pth"), bytes.toByteArray());
    }

    static Path resource(String name) {
        try {
            return Path.of(TorchArchiveTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
