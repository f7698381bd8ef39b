package janus.celeba;

import java.nio.file.Path;

/**
 * Decoded images of one data set at one size: uint8 RGB, read through a cache file so that each JPEG is decoded once.
 * The cache is keyed by data hash, size and version, written under a temporary name and renamed.
 */
public interface Pixels extends AutoCloseable {
    /** Resizes each image to size × size, bilinear with antialiasing as Pillow does; aspect ratio not kept. */
    static Pixels open(FaceData data, int size, Path cacheFolder, int threads, Progress progress) {
        throw new UnsupportedOperationException();
    }

    FaceData data();

    int size();

    /** Copies image {@code row} as [size][size][3] bytes. */
    void read(int row, byte[] rgb);

    @Override
    void close();
}
