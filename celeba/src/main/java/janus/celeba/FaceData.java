package janus.celeba;

import java.nio.file.Path;
import java.util.List;

/**
 * A labelled set of face images. Names, counts and image size come from the files. Rows are images that exist, or all
 * that are labelled where only labels were asked for, in the order of their names. Points are in pixels of the stored image.
 */
public interface FaceData extends AutoCloseable {
    /** Stands in the root of every set that {@link janus.celeba.synthetic.SyntheticFaces} drew. */
    String MANIFEST = "janus-synthetic.txt";

    /**
     * Opens a folder, a parent of it, or the image zip, in the official, Kaggle or torchvision layout, or one CSV.
     *
     * @throws DataException naming file, line and remedy
     */
    static FaceData open(Path data) {
        return Join.open(data);
    }

    /**
     * The labels alone of what {@link #open} takes: no image needs to exist. Pixels, width and height are refused.
     *
     * @throws DataException naming file, line and remedy
     */
    static FaceData labels(Path data) {
        return Join.labels(data);
    }

    /**
     * The labels alone of one CSV, as {@link #labels}: a first column {@code image}, then attributes and points.
     *
     * @throws DataException naming file, line and remedy
     */
    static FaceData csv(Path labels) {
        return Join.csv(labels);
    }

    List<String> attributes();

    /** Base names of the points, in file order: {@code lefteye, righteye, nose, leftmouth, rightmouth}. */
    List<String> points();

    int width();

    int height();

    int size();

    /** File name of row i, as in the lists. */
    String name(int row);

    int[] rows(Split split);

    /** 0, 1, or −1 where the label is missing. */
    int attribute(int row, int attribute);

    /** x of a point in pixels, NaN where it is missing. */
    float x(int row, int point);

    float y(int row, int point);

    /** For each point, the one it becomes in a mirrored image: lefteye ↔ righteye. */
    int[] mirroredPoints();

    /** The two points whose distance normalises NME: the eyes. */
    int[] ocular();

    /** The compressed file. */
    byte[] file(int row);

    /** Path of image {@code row}, for messages. */
    default String where(int row) {
        return name(row);
    }

    /** Whether this program drew the faces: what is found on them then says nothing about people. */
    default boolean drawn() {
        return false;
    }

    /** Changes when an image file does: over names, sizes and times, or the checksums of a zip. */
    default String imageHash() {
        return hash();
    }

    /** SHA-256 over names and sizes of the image files: a copy of them, or a zip of them, has the same. */
    default String sizeHash() {
        return hash();
    }

    /** What was found, one line each: layout, counts, missing labels, checksum warnings. */
    List<String> findings();

    /** SHA-256 over names, labels and splits: two equal hashes are the same data list. */
    String hash();

    @Override
    void close();
}
