package janus.celeba;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A mapped file of resized images. Layout, little-endian: 8 bytes magic, int rows, int size, 32 bytes key, long CRC32C
 * of the table; from byte 64 the table, a long for each row: the CRC32C of its pixels; then the pixels. A row whose pixels
 * do not match the table is decoded again.
 */
final class PixelCache implements Pixels {
    static final int HEADER = 64;
    private static final long MAGIC = 0x32585053554E414AL; // JANUSPX2
    private static final String RULE = "pillow-bilinear 1";
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final DecodedPixels source;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;

    private PixelCache(DecodedPixels source, Path path) throws IOException {
        this.source = source;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    static PixelCache open(FaceData data, int size, Path folder, int threads, Progress progress) {
        DecodedPixels source = new DecodedPixels(data, size);
        byte[] key = key(data, size);
        Path path = folder.resolve("faces-" + size + "-" + HexFormat.of().formatHex(key, 0, 8) + ".pixels");
        try {
            Files.createDirectories(folder);
            PixelCache cache = existing(source, path, key);
            if (cache != null) {
                return cache;
            }
            return Turn.take(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    () -> written(source, path, key, threads, progress));
        } catch (IOException e) {
            source.close();
            throw new DataException(path + ": " + e + "; make the folder writable or name another", e);
        } catch (DataException e) {
            source.close();
            throw e;
        }
    }

    /** What another has written meanwhile, else written here. */
    private static PixelCache written(DecodedPixels source, Path path, byte[] key, int threads, Progress progress)
            throws IOException {
        PixelCache cache = existing(source, path, key);
        if (cache == null) {
            new PixelWriter(source, path, header(source.data().size(), source.size(), key)).write(threads, progress);
            cache = existing(source, path, key);
        }
        if (cache == null) {
            throw new DataException(path + ": damaged while it was written; check the disk");
        }
        return cache;
    }

    private static byte[] key(FaceData data, int size) {
        return Digests.sha256().digest((RULE + "\n" + size + "\n" + data.imageHash()).getBytes(StandardCharsets.UTF_8));
    }

    /** All of the header but the table's checksum, which follows at the end. */
    private static ByteBuffer header(int rows, int size, byte[] key) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putInt(rows)
                .putInt(size)
                .put(key);
    }

    /** The cache if it is there and whole, else null. */
    private static @Nullable PixelCache existing(DecodedPixels source, Path path, byte[] key) throws IOException {
        if (!Files.isRegularFile(path)) {
            return null;
        }
        PixelCache cache = new PixelCache(source, path);
        if (cache.isWhole(key)) {
            return cache;
        }
        cache.arena.close();
        return null;
    }

    private boolean isWhole(byte[] key) {
        int rows = source.data().size();
        if (file.byteSize() != bytes(rows, size())) {
            return false;
        }
        ByteBuffer expected = header(rows, size(), key);
        boolean sameHead = MemorySegment.mismatch(
                        file, 0, expected.position(), MemorySegment.ofBuffer(expected.flip()), 0, expected.limit())
                < 0;
        CRC32C crc = new CRC32C();
        crc.update(file.asSlice(HEADER, 8L * rows).asByteBuffer());
        return sameHead && crc.getValue() == file.get(LONG, HEADER - 16);
    }

    static long bytes(int rows, int size) {
        return HEADER + rows * (8L + 3L * size * size);
    }

    @Override
    public FaceData data() {
        return source.data();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public void read(int row, byte[] rgb) {
        int bytes = 3 * size() * size();
        long at = HEADER + 8L * data().size() + (long) row * bytes;
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, rgb, 0, bytes);
        if (checksum(rgb, bytes) != file.get(LONG, HEADER + 8L * row)) {
            source.read(row, rgb);
        }
    }

    static long checksum(byte[] rgb, int bytes) {
        CRC32C crc = new CRC32C();
        crc.update(rgb, 0, bytes);
        return crc.getValue();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            source.close();
        }
    }
}
