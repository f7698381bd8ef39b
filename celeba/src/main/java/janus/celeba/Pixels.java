package janus.celeba;

import java.nio.file.Path;

/**
 * Images of one data set at one size: uint8 RGB. Safe for use by several threads. The bytes are those of Pillow's
 * bilinear resize (antialiased when shrinking, aspect ratio not kept) of the decoded image, whichever decoder is found.
 */
public interface Pixels extends AutoCloseable {
    /**
     * Opens the cache of these images, decoding each JPEG once if there is none yet. It is keyed by images, size and
     * version, written by one at a time under a temporary name and renamed; a damaged one is rebuilt.
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

    /** Copies image {@code row} as [size][size][3] bytes. */
    void read(int row, byte[] rgb);

    @Override
    void close();
}
