package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On JCuda's own natives, of which the linker of their maker is witness. */
final class ElfTest {
    private static final Pattern NEEDED = Pattern.compile("\\(NEEDED\\).*\\[(.*)]");
    private static final Pattern LIBRARY = Pattern.compile("Version: 1 +File: (\\S+)");
    private static final Pattern VERSION = Pattern.compile("Name: (\\S+) +Flags");

    @TempDir
    private Path folder;

    private static byte[] jcuda(String name) throws IOException {
        try (InputStream in = ElfTest.class.getResourceAsStream("/lib/lib" + name + "-12.6.0-linux-x86_64.so")) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JCudaDriver", "JCublas2", "JCudnn", "JNvrtc", "JNvPTXCompiler"})
    void hashesOfVersionsAreThoseTheLinkerWrote(String name) throws IOException {
        assertThat(new Elf(jcuda(name)).versionsNeeded()).isNotEmpty().allSatisfy(version -> {
            String text = version.substring(version.indexOf('/') + 1, version.indexOf(':'));
            assertThat(version).endsWith(":" + Integer.toHexString(Elf.hash(text)));
        });
    }

    @Test
    void relinkedLibraryNeedsTheOtherNameAndItsVersions() throws IOException {
        Elf before = new Elf(jcuda("JCublas2"));
        byte[] relinked = before.relinked("libcublas.so.12", "libcublas.so.13");
        Elf after = new Elf(relinked);
        assertThat(before.needed()).contains("libcublas.so.12").doesNotContain("libcublas.so.13");
        assertThat(after.needed())
                .isEqualTo(before.needed().stream()
                        .map(n -> n.replace("libcublas.so.12", "libcublas.so.13"))
                        .toList());
        assertThat(before.versionsNeeded()).contains("libcublas.so.12/libcublas.so.12:ef62132");
        assertThat(after.versionsNeeded()).contains("libcublas.so.13/libcublas.so.13:ef62133");
        // the last digit of the name, and the lowest byte of the hash
        assertThat(differences(jcuda("JCublas2"), relinked)).isEqualTo(2);
    }

    private static int differences(byte[] a, byte[] b) {
        assertThat(b).hasSameSizeAs(a);
        int differences = 0;
        for (int i = 0; i < a.length; i++) {
            differences += a[i] == b[i] ? 0 : 1;
        }
        return differences;
    }

    @ParameterizedTest
    @ValueSource(strings = {"JCudaDriver", "JCublas2", "JCudnn", "JNvrtc"})
    void readelfReadsTheSame(String name) throws Exception {
        byte[] library = jcuda(name);
        agreesWithReadelf(library);
        if (name.equals("JCublas2")) {
            agreesWithReadelf(new Elf(library).relinked("libcublas.so.12", "libcublas.so.13"));
        }
    }

    private void agreesWithReadelf(byte[] library) throws Exception {
        Path file = Files.write(folder.resolve("library.so"), library);
        Process readelf;
        try {
            readelf = new ProcessBuilder("readelf", "-W", "-d", "-V", file.toString()).start();
        } catch (IOException e) {
            System.err.println("# readelf is missing: what Elf reads is not compared with it. Install binutils.");
            abort("readelf is missing");
            return;
        }
        List<String> needed = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        String from = "";
        for (String line : new String(readelf.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList()) {
            Matcher part = NEEDED.matcher(line);
            Matcher of = LIBRARY.matcher(line);
            Matcher version = VERSION.matcher(line);
            if (part.find()) {
                needed.add(part.group(1));
            } else if (of.find()) {
                from = of.group(1);
            } else if (version.find() && !from.isEmpty()) {
                versions.add(from + "/" + version.group(1));
            }
        }
        assertThat(readelf.waitFor()).isZero();
        Elf elf = new Elf(library);
        assertThat(elf.needed()).isEqualTo(needed);
        assertThat(elf.versionsNeeded().stream().map(v -> v.substring(0, v.indexOf(':'))))
                .isEqualTo(versions);
    }

    @Test
    void whatCannotBeRelinkedIsRefused() throws IOException {
        Elf elf = new Elf(jcuda("JCudnn"));
        assertThatThrownBy(() -> elf.relinked("libcudnn.so.9", "libcudnn.so.10"))
                .hasMessage("libcudnn.so.9 and libcudnn.so.10 differ in length");
        assertThatThrownBy(() -> elf.relinked("libcublas.so.12", "libcublas.so.13"))
                .hasMessageStartingWith("does not need libcublas.so.12 but [libcudnn.so.9, ");
        assertThatThrownBy(() ->
                        new Elf("#!/bin/sh, and a text of more than sixty-four bytes after it, here".getBytes(UTF_8)))
                .hasMessage("no ELF file of 64 bits, little-endian");
    }
}
