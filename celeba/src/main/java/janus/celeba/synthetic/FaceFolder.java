package janus.celeba.synthetic;

import janus.celeba.DataException;
import janus.celeba.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder a face set is drawn into: the official tree, and a manifest that is there from the first picture on and
 * says {@code complete = true} only after the last.
 */
record FaceFolder(SyntheticFaces.Settings settings, Path folder) {
    private static final String MANIFEST = "janus-synthetic.txt";
    private static final String LOCK = "janus-synthetic.lock";
    private static final int WAIT = 100;
    private static final List<String> TREE = List.of("Anno", "Eval", "Img");

    /** Draws what is missing: nothing where the set is complete, all of it anywhere else. */
    void fill(int threads, Progress progress) {
        try {
            if (!complete()) {
                requireOurs();
                alone(threads, progress);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(
                    folder + ": cannot draw the face set here (" + e.getMessage()
                            + "); free some space or choose another folder",
                    e);
        }
    }

    /** Draws, or waits until another process that is at it is done. */
    private void alone(int threads, Progress progress) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (locked(channel) == null) {
                // lock() would wait for another process, but throws where a thread of this one has the lock
                Thread.sleep(WAIT);
            }
            if (!complete()) {
                clear();
                Files.createDirectories(images());
                write(folder.resolve(MANIFEST), manifest("complete = false"));
                drawAndList(threads, progress);
            }
            // those who wait for it hold it open, and find the set complete
            Files.deleteIfExists(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void drawAndList(int threads, Progress progress) throws IOException {
        byte[][] digests = drawAll(threads, progress);
        MessageDigest all = sha256();
        for (byte[] digest : digests) {
            all.update(digest);
        }
        new FaceLists(settings).write(folder, all);
        write(
                folder.resolve(MANIFEST),
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
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest) || !Files.isDirectory(images())) {
            return false;
        }
        String text = Files.readString(manifest);
        try (Stream<Path> files = Files.list(images())) {
            return text.startsWith(manifest("").stripTrailing() + "\n")
                    && text.endsWith("complete = true\n")
                    && FaceLists.present(folder)
                    && files.count() == settings.count();
        }
    }

    /** Refuses a folder that is not empty and that nothing was drawn into. */
    private void requireOurs() throws IOException {
        if (Files.exists(folder) && !Files.exists(folder.resolve(MANIFEST)) && !Files.exists(folder.resolve(LOCK))) {
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

    /** Each picture depends on its number alone, so threads take whichever is next. */
    private byte[][] drawAll(int threads, Progress progress) throws IOException {
        int count = settings.count();
        byte[][] digests = new byte[count][];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(t -> workers.submit(() -> {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            digests[i] = drawOne(i);
                            progress.at("drawing faces", done.incrementAndGet(), count);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            next.set(count);
        }
        return digests;
    }

    private byte[] drawOne(int picture) throws IOException {
        Factors factors = settings.factors(picture);
        Portrait portrait = Portrait.of(factors, settings.aligned());
        byte[] jpeg = Jpeg.encode(portrait.draw(Portrait.Nuisances.ALL), Jpeg.quality(factors));
        Files.write(images().resolve(FaceLists.name(picture)), jpeg);
        return sha256().digest(jpeg);
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
