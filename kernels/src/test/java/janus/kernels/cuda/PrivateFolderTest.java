package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFolderTest {
    @TempDir
    private Path home;

    private PrivateFolder holding(String content) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of("a.so", content.getBytes(UTF_8), "b.so", new byte[7]));
        return PrivateFolder.of(files, Map.of("HOME", home.toString()));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void itIsOfThisUserAloneAndNamedAfterItsContent() throws IOException {
        Path one = holding("one").path();
        assertThat(one.getParent()).isEqualTo(home.resolve(".cache/janus/natives"));
        assertThat(permissions(one)).isEqualTo("rwx------");
        assertThat(permissions(one.getParent())).isEqualTo("rwx------");
        assertThat(files(one)).containsExactly("a.so", "b.so");
        assertThat(holding("one").path()).isEqualTo(one);
        assertThat(holding("two").path()).isNotEqualTo(one).hasParent(one.getParent());
        assertThat(one.resolve("a.so")).hasContent("one");
    }

    @Test
    void aFileThatWasChangedIsReplaced() throws IOException {
        Path folder = holding("one").path();
        Files.writeString(folder.resolve("a.so"), "o");
        Files.delete(folder.resolve("b.so"));
        Files.createSymbolicLink(folder.resolve("b.so"), folder.resolve("a.so"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        holding("one");
        assertThat(folder.resolve("a.so")).hasContent("one");
        assertThat(folder.resolve("b.so")).hasBinaryContent(new byte[7]);
        assertThat(folder.resolve("b.so").toRealPath())
                .isEqualTo(folder.toRealPath().resolve("b.so"));
        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void manyAtOnceFindWholeFiles() {
        String large = "x".repeat(1 << 20);
        IntStream.range(0, 32).parallel().forEach(i -> {
            try {
                assertThat(holding(large).path().resolve("a.so")).hasContent(large);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void withoutACacheItIsRemovedAtTheEnd() throws IOException {
        Path occupied = Files.writeString(home.resolve("file"), "");
        for (Map<String, String> environment : List.of(
                Map.<String, String>of(),
                Map.of("HOME", occupied.toString()),
                Map.of("XDG_CACHE_HOME", "relative"),
                Map.of("HOME", "relative"))) {
            PrivateFolder folder = PrivateFolder.of(new TreeMap<>(Map.of("a.so", new byte[3])), environment);
            assertThat(permissions(folder.path())).isEqualTo("rwx------");
            assertThat(files(folder.path())).containsExactly("a.so");
            folder.close();
            assertThat(folder.path()).doesNotExist();
        }
        assertThat(Path.of("relative")).doesNotExist();
    }

    @Test
    void theCacheOutlivesItsUse() throws IOException {
        PrivateFolder folder = holding("one");
        folder.close();
        assertThat(files(folder.path())).containsExactly("a.so", "b.so");
        Map<String, String> environment =
                Map.of("XDG_CACHE_HOME", home.resolve("xdg").toString(), "HOME", "/");
        assertThat(PrivateFolder.of(new TreeMap<>(), environment).path()).startsWith(home.resolve("xdg/janus/natives"));
    }
}
