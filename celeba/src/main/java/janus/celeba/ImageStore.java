package janus.celeba;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Where compressed images lie: a folder, a zip, or nowhere. Safe for use by several threads. */
sealed interface ImageStore extends AutoCloseable permits ImageFolder, ImageZip, NoImages {
    /** No photograph of this kind is larger; a larger one is a mistake or an attack on memory. */
    long LARGEST = 64L << 20;

    Path path();

    /** Names relative to the folder, or to the folder in the zip, with '/' between parts. */
    Set<String> names();

    byte[] read(String name);

    /** Changes when an image does: sizes and times of files, or checksums of the zip. */
    long fingerprint(String name);

    /** Bytes of an image as it is stored, which no copy of it changes. */
    long size(String name);

    @Override
    void close();

    static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jpg") || lower.endsWith(".jpeg") || lower.endsWith(".png") || lower.endsWith(".webp");
    }
}
