package janus.celeba;

import java.nio.file.Path;
import java.util.List;

/**
 * Images of one data set at one size: uint8 RGB. Safe for use by several threads. The bytes are those of Pillow's
 * bilinear resize (antialiased when shrinking, aspect ratio not kept) of the decoded image, whichever decoder is found.
 */
public interface Pixels extends AutoCloseable {
    /**
     * Opens the cache of these images, decoding each JPEG once if there is none yet. It is keyed by images, size and
     * version, written under a temporary name and renamed; a damaged one is rebuilt. Up to one image in a thousand may
     * be unreadable ({@link #faults}); more refuse the data.
     *
     * @throws DataException if images are damaged, or the folder lacks space or permission
     */
    static Pixels open(FaceData data, int size, Path cacheFolder, int threads, Progress progress) {
        return PixelCache.open(data, size, cacheFolder, threads, progress);
    }

    /** Without a cache: every {@link #read} decodes, and a damaged image is refused there. */
    static Pixels decoding(FaceData data, int size) {
        return new DecodedPixels(data, size);
    }

    FaceData data();

    int size();

    /** Copies image {@code row} as [size][size][3] bytes; zeros where it is not {@link #readable}. */
    void read(int row, byte[] rgb);

    /** Whether the image of this row could be decoded; where not, its labels are masked in batches. */
    default boolean readable(int row) {
        return true;
    }

    /** What is wrong with each unreadable image, one line each. */
    default List<String> faults() {
        return List.of();
    }

    @Override
    void close();
}
