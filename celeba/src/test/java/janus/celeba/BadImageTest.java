package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadImageTest {
    private static final BufferedImage PLAIN = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);

    private static void assertRefused(byte[] file, String what) {
        for (JpegDecoder decoder : PixelGoldenTest.decoders()) {
            try (decoder) {
                assertThatThrownBy(() -> decoder.decode(file, "a.jpg"))
                        .as(decoder.name())
                        .isInstanceOf(DataException.class)
                        .hasMessageStartingWith("a.jpg: ")
                        .hasMessageContaining(what)
                        .hasMessageContaining("; ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {.3, .5, .9, .99})
    void jpegCutAnywhereIsRefused(double share) {
        byte[] file = TinySet.jpeg(178, 218, 5);
        assertRefused(Arrays.copyOf(file, (int) (file.length * share)), "cut");
    }

    @Test
    void middleMissingBeforeTheEndMarkerIsRefused() {
        byte[] file = TinySet.jpeg(178, 218, 5);
        byte[] short1 = Arrays.copyOf(file, file.length / 2 + 2);
        short1[short1.length - 2] = (byte) 0xFF;
        short1[short1.length - 1] = (byte) 0xD9;
        assertRefused(short1, "damaged JPEG (");
    }

    @Test
    void bytesAfterTheEndDoNoHarm() {
        byte[] file = TinySet.jpeg(30, 20, 5);
        for (JpegDecoder decoder : PixelGoldenTest.decoders()) {
            try (decoder) {
                byte[] longer = Arrays.copyOf(file, file.length + 100);
                assertThat(decoder.decode(longer, "x").rgb())
                        .isEqualTo(decoder.decode(file, "x").rgb());
            }
        }
    }

    @Test
    void otherFormatsAreNamed() {
        assertRefused(TinySet.encode(PLAIN, "png"), "a PNG image");
        assertRefused(TinySet.encode(PLAIN, "gif"), "a GIF image");
        assertRefused(TinySet.encode(PLAIN, "bmp"), "a BMP image");
        assertRefused(TinySet.encode(PLAIN, "tiff"), "a TIFF image");
        assertRefused(PixelGoldenTest.resource("image.webp"), "a WebP image");
        assertRefused(PixelGoldenTest.resource("cmyk.jpg"), "a CMYK JPEG");
        assertRefused("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), "a web page");
        assertRefused(new byte[0], "an empty file");
        assertRefused(new byte[] {1, 2, 3, 4, 5, 6, 7}, "not a JPEG");
    }

    @Test
    void frameHeaderWithFewerComponentsThanItClaimsIsRefused() {
        byte[] file = HexFormat.of().parseHex("ffd8ffc0000b080010001003012200");
        assertRefused(file, "holds no picture");
    }

    @Test
    void hugeHeaderIsRefusedBeforeMemoryIsAsked() {
        byte[] file = TinySet.jpeg(PLAIN);
        for (int i = 0; i < file.length; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xC0) {
                Arrays.fill(file, i + 5, i + 9, (byte) 0xFF);
                break;
            }
        }
        assertRefused(file, "claims 65535×65535 pixels");
    }

    /** Whatever the bytes, the answer is pixels or a DataException, never another exception or a crash. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomDamageNeverEscapes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] file = TinySet.jpeg(40, 40, seed);
        for (JpegDecoder decoder : PixelGoldenTest.decoders()) {
            try (decoder) {
                for (int i = 0; i < 300; i++) {
                    byte[] damaged = Arrays.copyOf(file, 2 + random.nextInt(file.length - 2));
                    for (int k = random.nextInt(4); k >= 0; k--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                    }
                    try {
                        assertThat(decoder.decode(damaged, "x").rgb()).isNotEmpty();
                    } catch (DataException e) {
                        assertThat(e).as("seed %d", seed).hasMessageContaining("; ");
                    }
                }
            }
        }
    }

    @Test
    void damagedZipEntryIsFoundByItsChecksum(@TempDir Path folder) throws Exception {
        TinySet.lists(folder);
        Path zip = folder.resolve("img_align_celeba.zip");
        TinySet.zip(zip, "img_align_celeba/");
        byte[] bytes = Files.readAllBytes(zip);
        int entry = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("000005.jpg");
        bytes[entry + 300] ^= 1;
        TinySet.write(zip, bytes);
        try (FaceData faces = FaceData.open(folder)) {
            assertThatThrownBy(() -> faces.file(4))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(zip + "!img_align_celeba/000005.jpg: damaged");
        }
    }

    @Test
    void whatOnlyPretendsToBeAZipIsNamed(@TempDir Path folder) throws Exception {
        TinySet.lists(folder);
        Path zip = folder.resolve("img_align_celeba.zip");
        TinySet.write(zip, " <html>quota exceeded</html>");
        assertThatThrownBy(() -> FaceData.open(folder)).hasMessageStartingWith(zip + ": a web page, not a zip");
        TinySet.zip(zip, "");
        TinySet.write(zip, Arrays.copyOf(Files.readAllBytes(zip), 2000));
        assertThatThrownBy(() -> FaceData.open(folder)).hasMessageStartingWith(zip + ": an incomplete zip");
        TinySet.zip(zip, "../");
        assertThatThrownBy(() -> FaceData.open(folder)).hasMessageContaining("leaves its folder");
    }
}
