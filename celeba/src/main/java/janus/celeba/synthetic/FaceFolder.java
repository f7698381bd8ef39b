package janus.celeba.synthetic;

import janus.celeba.DataException;
import janus.celeba.Digests;
import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.celeba.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The folder a face set is drawn into: the official tree, and a manifest that is there from the first picture on and
 * says {@code complete = true} only after the last.
 */
record FaceFolder(SyntheticFaces.Settings settings, Path folder) {
    private static final String LOCK = "janus-synthetic.lock";
    private static final List<String> TREE = List.of("Anno", "Eval", "Img");

    /** Draws what is missing: nothing where the set is complete, all of it anywhere else. */
    void fill(int threads, Progress progress) {
        try {
            if (!complete()) {
                requireOurs();
                Files.createDirectories(folder);
                Turn.take(folder.resolve(LOCK), () -> draw(threads, progress));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(
                    folder + ": cannot draw the face set here (" + e.getMessage()
                            + "); free some space or choose another folder",
                    e);
        }
    }

    /** Nothing where another has drawn the set meanwhile. */
    private boolean draw(int threads, Progress progress) throws IOException {
        if (!complete()) {
            clear();
            Files.createDirectories(images());
            write(folder.resolve(FaceData.MANIFEST), manifest("complete = false"));
            drawAndList(threads, progress);
        }
        return true;
    }

    private void drawAndList(int threads, Progress progress) throws IOException {
        MessageDigest all = Digests.sha256();
        drawAll(threads, progress, all);
        new ListWriter(settings).write(folder, all);
        write(
                folder.resolve(FaceData.MANIFEST),
                manifest("sha256 = " + HexFormat.of().formatHex(all.digest()) + "\ncomplete = true"));
    }

    private Path images() {
        return folder.resolve("Img").resolve("img_align_celeba");
    }

    private String manifest(String end) {
        return "faces drawn by Janus; drawn again when settings or version change\nversion = " + SyntheticFaces.VERSION
                + "\ntrain = " + settings.train() + "\nvalidation = " + settings.validation() + "\ntest = "
                + settings.test() + "\nseed = " + settings.seed() + "\nlabel-noise = " + settings.labelNoise()
                + "\nsharing = " + settings.sharing() + "\nconflict = " + settings.conflict() + "\naligned = "
                + settings.aligned() + "\n" + end + "\n";
    }

    /** Whether the manifest states these settings and completion, and every file is still there. */
    private boolean complete() throws IOException {
        Path manifest = folder.resolve(FaceData.MANIFEST);
        if (!Files.isRegularFile(manifest) || !Files.isDirectory(images())) {
            return false;
        }
        String text = Files.readString(manifest);
        try (Stream<Path> files = Files.list(images())) {
            return text.startsWith(manifest("").stripTrailing() + "\n")
                    && text.endsWith("complete = true\n")
                    && ListWriter.present(folder)
                    && files.count() == settings.count();
        }
    }

    /** Refuses a folder that is not empty and that nothing was drawn into. */
    private void requireOurs() throws IOException {
        if (Files.exists(folder)
                && !Files.exists(folder.resolve(FaceData.MANIFEST))
                && !Files.exists(folder.resolve(LOCK))) {
            try (Stream<Path> entries = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new DataException(folder + ": is not empty and holds no drawn faces; choose another folder");
                }
            }
        }
    }

    /** Removes an older set. */
    private void clear() throws IOException {
        for (String name : TREE) {
            Path top = folder.resolve(name);
            List<Path> deepestFirst;
            try (Stream<Path> found = Files.exists(top) ? Files.walk(top) : Stream.empty()) {
                deepestFirst = found.sorted((a, b) -> b.compareTo(a)).toList();
            }
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }

    /** Each picture depends on its number alone, so that any thread may draw it; their digests are taken in order. */
    private void drawAll(int threads, Progress progress, MessageDigest all) throws IOException {
        int count = settings.count();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            try {
                List<Future<byte[]>> pictures = IntStream.range(0, count)
                        .mapToObj(i -> workers.submit(() -> drawOne(i)))
                        .toList();
                for (int i = 0; i < count; i++) {
                    all.update(pictures.get(i).get());
                    progress.at("drawing faces", i + 1, count);
                }
            } finally {
                workers.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private byte[] drawOne(int picture) throws IOException {
        Factors factors = settings.factors(picture);
        Portrait portrait = Portrait.of(factors, settings.aligned());
        byte[] jpeg = Jpeg.encode(portrait.draw(Portrait.Nuisances.ALL), Jpeg.quality(factors));
        Files.write(images().resolve(ListWriter.name(picture)), jpeg);
        return Digests.sha256().digest(jpeg);
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
