package janus.celeba;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Decodes a whole data set into a cache file, in parallel: a temporary file, forced to disk, then renamed. */
final class PixelWriter {
    private static final int CHUNK = 32;
    private static final int NAMED = 5;

    private final DecodedPixels source;
    private final Path path;
    private final ByteBuffer header;
    private final int rows;
    private final ByteBuffer table;
    private final AtomicInteger claimed = new AtomicInteger();
    private final List<String> faults = new ArrayList<>();
    private int done;

    PixelWriter(DecodedPixels source, Path path, ByteBuffer header) {
        this.source = source;
        this.path = path;
        this.header = header;
        this.rows = source.data().size();
        this.table = ByteBuffer.allocate(8 * rows).order(ByteOrder.LITTLE_ENDIAN);
    }

    void write(int threads, Progress progress) throws IOException {
        checkSpace();
        sweep();
        Path temporary = path.resolveSibling(
                path.getFileName() + ".tmp" + ProcessHandle.current().pid());
        try {
            try (FileChannel out = FileChannel.open(
                    temporary,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE))) {
                decodeAll(out, Math.clamp(threads, 1, 256), progress);
                writeHead(out);
                out.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void checkSpace() throws IOException {
        long need = PixelCache.bytes(rows, source.size());
        long have = Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
        if (have < need + (64L << 20)) {
            throw new DataException("%s: the cache of decoded images needs %,d MB, %,d MB are free; %s"
                    .formatted(path, need >> 20, have >> 20, "free space, or name another cache folder"));
        }
    }

    /** Deletes what a process that no longer runs left behind. */
    private void sweep() throws IOException {
        String prefix = path.getFileName() + ".tmp";
        try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                String pid = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                if (pid.matches("[0-9]{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void decodeAll(FileChannel out, int threads, Progress progress) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("decode-", 0).factory());
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(workers.submit(() -> {
                decodeChunks(out, progress);
                return null;
            }));
        }
        try {
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof DataException bad ? bad : new IllegalStateException("decoding failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(path + ": interrupted while images were decoded; start again", e);
        } finally {
            claimed.set(rows);
            workers.close();
        }
    }

    private void decodeChunks(FileChannel out, Progress progress) throws IOException {
        int bytes = 3 * source.size() * source.size();
        byte[] rgb = new byte[bytes];
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * bytes);
        for (int from = claimed.getAndAdd(CHUNK); from < rows; from = claimed.getAndAdd(CHUNK)) {
            int to = Math.min(from + CHUNK, rows);
            chunk.clear();
            for (int row = from; row < to; row++) {
                table.putLong(8 * row, decode(row, rgb));
                chunk.put(rgb);
            }
            writeFully(out, chunk.flip(), PixelCache.HEADER + 8L * rows + (long) from * bytes);
            synchronized (this) {
                done += to - from;
                progress.at("decoding images", done, rows);
            }
        }
    }

    /** The row's checksum, or that it is unreadable; {@code rgb} is then black. */
    private long decode(int row, byte[] rgb) {
        try {
            source.read(row, rgb);
            return PixelCache.checksum(rgb, rgb.length);
        } catch (DataException e) {
            Arrays.fill(rgb, (byte) 0);
            addFault(String.valueOf(e.getMessage()));
            return PixelCache.UNREADABLE;
        }
    }

    private synchronized void addFault(String fault) {
        faults.add(fault);
        if (faults.size() >= rows / 1000 + NAMED) {
            refuseMany();
        }
    }

    private void writeHead(FileChannel out) throws IOException {
        refuseMany();
        CRC32C crc = new CRC32C();
        crc.update(table.rewind());
        header.putLong(PixelCache.HEADER - 16, crc.getValue());
        writeFully(out, header.rewind(), 0);
        writeFully(out, table.rewind(), PixelCache.HEADER);
    }

    private synchronized void refuseMany() {
        if (faults.size() > rows / 1000) {
            String more = faults.size() == 1
                    ? ""
                    : " (and " + (faults.size() - 1) + " more unreadable images: "
                            + String.join(" | ", faults.subList(1, Math.min(faults.size(), NAMED))) + ")";
            throw new DataException(faults.getFirst() + more);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) {
            to += out.write(bytes, to);
        }
    }
}
