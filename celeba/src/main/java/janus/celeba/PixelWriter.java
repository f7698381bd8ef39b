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
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final NavigableMap<Integer, String> faults = new TreeMap<>();
    private int damaged;
    private int done;

    PixelWriter(DecodedPixels source, Path path, ByteBuffer header) {
        this.source = source;
        this.path = path;
        this.header = header;
        this.rows = source.data().size();
        this.table = ByteBuffer.allocate(8 * rows).order(ByteOrder.LITTLE_ENDIAN);
    }

    void write(int threads, Progress progress) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        checkSpace();
        try {
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                decodeAll(out, Math.clamp(threads, 1, 256), progress);
                refuseDamaged();
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

    /** The row's checksum; of a damaged image, whatever it is: nothing is kept then. */
    private long decode(int row, byte[] rgb) {
        try {
            source.read(row, rgb);
        } catch (DataException e) {
            addFault(row, String.valueOf(e.getMessage()));
        }
        return PixelCache.checksum(rgb, rgb.length);
    }

    private synchronized void addFault(int row, String fault) {
        damaged++;
        faults.put(row, fault);
        if (faults.size() > NAMED) {
            faults.pollLastEntry();
        }
    }

    private void refuseDamaged() {
        if (damaged > 0) {
            String remedy = damaged == 1
                    ? ", or delete its line from the lists"
                    : ", or delete their lines from the lists (%d of %d images are damaged)".formatted(damaged, rows);
            throw new DataException(String.join(" | ", faults.values()) + remedy);
        }
    }

    private void writeHead(FileChannel out) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(table.rewind());
        header.putLong(PixelCache.HEADER - 16, crc.getValue());
        writeFully(out, header.rewind(), 0);
        writeFully(out, table.rewind(), PixelCache.HEADER);
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) {
            to += out.write(bytes, to);
        }
    }
}
