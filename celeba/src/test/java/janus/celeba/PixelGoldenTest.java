package janus.celeba;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels equal Pillow's, byte for byte; {@code make_pixels.py} beside the files made them. */
class PixelGoldenTest {
    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(PixelGoldenTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<JpegDecoder> decoders() {
        Stream<JpegDecoder> turbo = TurboDecoder.available() ? Stream.of(new TurboDecoder()) : Stream.of();
        return Stream.concat(Stream.of(new RasterDecoder()), turbo).toList();
    }

    @BeforeAll
    static void sayWhichDecodersRun() {
        System.out.println("JPEG decoders tested: ImageIO" + (TurboDecoder.available() ? ", libturbojpeg" : " only"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"420", "422", "444", "progressive", "grey"})
    void everyDecoderGivesPillowsPixels(String name) {
        byte[] file = resource(name + ".jpg");
        for (JpegDecoder decoder : decoders()) {
            try (decoder) {
                RgbImage image = decoder.decode(file, name);
                assertThat(image.width()).isEqualTo(37);
                assertThat(image.height()).isEqualTo(46);
                assertThat(image.rgb()).as(decoder.name()).isEqualTo(resource(name + ".rgb"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "64, 64", "37, 20", "11, 46", "1, 1", "50, 9"})
    void resizeIsPillows(int width, int height) {
        byte[] resized = new Resampling(37, 46, width, height).apply(resource("444.rgb"));
        assertThat(resized).isEqualTo(resource("resized-" + width + "x" + height + ".rgb"));
    }

    @Test
    void sameSizeChangesNothing() {
        byte[] rgb = resource("444.rgb");
        assertThat(new Resampling(37, 46, 37, 46).apply(rgb)).isEqualTo(rgb);
    }

    @Test
    void aDecoderServesImagesOfManySizesInTurn() {
        byte[] large = TinySet.jpeg(300, 200, 1);
        byte[] small = TinySet.jpeg(9, 7, 2);
        try (JpegDecoder one = JpegDecoder.open();
                JpegDecoder jdk = new RasterDecoder()) {
            for (byte[] file : List.of(small, large, small)) {
                assertThat(one.decode(file, "x").rgb())
                        .isEqualTo(jdk.decode(file, "x").rgb());
            }
        }
    }
}
