package janus.bench;

import janus.celeba.Augmentation;
import janus.celeba.Batch;
import janus.celeba.FaceData;
import janus.celeba.Loader;
import janus.celeba.Pixels;
import janus.celeba.Progress;
import janus.celeba.synthetic.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One thread of a loader hands out a batch of {@value #BATCH} training images with maps and labels: from the cache, or
 * {@code decoded} from JPEGs of CelebA's size each time. The thread is started for each batch.
 */
@Fork(jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"})
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class LoaderBenchmark extends Timed {
    static final int BATCH = 256;
    private static final SyntheticFaces.Settings FACES = new SyntheticFaces.Settings(BATCH, 1, 1, 1, 1, 2, 0, false);
    private static final Augmentation ALL = new Augmentation(true, 10, .1, .1);
    private static final Loader.Settings SETTINGS =
            new Loader.Settings(BATCH, ALL, new float[] {.485f, .456f, .406f}, new float[] {.229f, .224f, .225f}, 1, 1);
    private static final int[] ROWS = IntStream.range(0, BATCH).toArray();

    @Param({"64", "224"})
    private int size;

    @Param({"false", "true"})
    private boolean decoded;

    private Path folder;
    private Pixels pixels;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("faces");
        int threads = Runtime.getRuntime().availableProcessors();
        SyntheticFaces.draw(FACES, folder.resolve("data"), threads, Progress.NONE);
        FaceData data = FaceData.open(folder.resolve("data"));
        pixels = decoded
                ? Pixels.decoding(data, size)
                : Pixels.open(data, size, folder.resolve("cache"), threads, Progress.NONE);
    }

    @TearDown
    public void close() throws IOException {
        pixels.close();
        pixels.data().close();
        delete(folder);
    }

    @Benchmark
    public Batch next() {
        try (Loader loader = Loader.of(pixels, SETTINGS, ROWS, 0, 0)) {
            return loader.next();
        }
    }
}
