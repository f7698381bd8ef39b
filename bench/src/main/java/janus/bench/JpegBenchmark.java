package janus.bench;

import janus.celeba.JpegDecoder;
import janus.celeba.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One thread decodes a JPEG of CelebA's size, 178 × 218, and brings it to 64 × 64. */
@Fork(jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"})
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class JpegBenchmark extends Timed {
    private JpegDecoder decoder;
    private byte[] file;
    private RgbImage image;

    @Setup
    public void open() throws IOException {
        decoder = JpegDecoder.open();
        BufferedImage picture = new BufferedImage(178, 218, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 178 * 218; i++) {
            // a slope with grain: about as many bytes as a photograph
            int grey = 60 + i / 218 / 2 + i % 178 / 3 + random.nextInt(24);
            picture.setRGB(i % 178, i / 178, grey * 0x010101);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", bytes);
        file = bytes.toByteArray();
        image = decoder.decode(file, "grain.jpg");
        System.out.println(decoder.name() + ", " + file.length + " bytes");
    }

    @TearDown
    public void close() {
        decoder.close();
    }

    @Benchmark
    public RgbImage decode() {
        return decoder.decode(file, "grain.jpg");
    }

    @Benchmark
    public RgbImage resize() {
        return image.resized(64, 64);
    }
}
