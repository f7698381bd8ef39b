package janus.celeba;

import java.nio.file.Path;
import java.util.Set;

/** The images that labels speak of where only the labels are looked at: they have names and no pixels. */
record NoImages(Path path, Set<String> names) implements ImageStore {
    @Override
    public byte[] read(String name) {
        throw refusal();
    }

    @Override
    public long fingerprint(String name) {
        throw refusal();
    }

    @Override
    public long size(String name) {
        throw refusal();
    }

    /** What is said to who asks for more than labels. */
    DataException refusal() {
        return new DataException(path + ": labels alone, no image is opened; give the folder with the images");
    }

    @Override
    public void close() {}
}
