package janus.celeba;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A data set whose labels are in memory and whose images, if it has any, are read when asked for. */
final class ListedFaces implements FaceData {
    private final ImageStore images;
    private final String[] names;
    private final Labels labels;
    private final byte[] splits;
    private final int width;
    private final int height;
    private final int[] mirrored;
    private final int[] eyes;
    private final boolean drawn;
    private final List<String> findings;
    private final String hash;

    /** Row-major labels: {@code attributes} [n][a] 0, 1, −1 missing; {@code points} [n][p][2] pixels, NaN missing. */
    record Labels(List<String> attributeNames, byte[] attributes, List<String> pointNames, float[] points) {}

    /** {@code splits}: ordinals of {@link Split}, −1 for none; {@code first}: null where there are labels alone. */
    ListedFaces(
            ImageStore images,
            String[] names,
            Labels labels,
            byte[] splits,
            @Nullable JpegHeader first,
            int[] mirrored,
            int[] eyes,
            boolean drawn,
            List<String> findings) {
        this.images = images;
        this.names = names;
        this.labels = labels;
        this.splits = splits;
        this.width = first == null ? 0 : first.width();
        this.height = first == null ? 0 : first.height();
        this.mirrored = mirrored;
        this.eyes = eyes;
        this.drawn = drawn;
        this.findings = List.copyOf(findings);
        this.hash = computeHash();
    }

    private String computeHash() {
        MessageDigest sha = Digests.sha256();
        String head = "faces 1\n" + labels.attributeNames + "\n" + labels.pointNames + "\n" + width + "×" + height;
        sha.update(head.getBytes(StandardCharsets.UTF_8));
        int a = labels.attributeNames.size();
        int p = 2 * labels.pointNames.size();
        ByteBuffer numbers = ByteBuffer.allocate(1 + 4 * p);
        for (int row = 0; row < names.length; row++) {
            sha.update(('\n' + names[row] + '\n').getBytes(StandardCharsets.UTF_8));
            sha.update(labels.attributes, row * a, a);
            numbers.clear().put(splits[row]);
            for (int i = 0; i < p; i++) {
                numbers.putInt(Float.floatToIntBits(labels.points[row * p + i]));
            }
            sha.update(numbers.flip());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    @Override
    public boolean drawn() {
        return drawn;
    }

    @Override
    public List<String> attributes() {
        return labels.attributeNames;
    }

    @Override
    public List<String> points() {
        return labels.pointNames;
    }

    @Override
    public int width() {
        return known(width);
    }

    @Override
    public int height() {
        return known(height);
    }

    private int known(int extent) {
        if (images instanceof NoImages none) {
            throw none.refusal();
        }
        return extent;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public String name(int row) {
        return names[row];
    }

    @Override
    public int[] rows(Split split) {
        return IntStream.range(0, names.length)
                .filter(row -> splits[row] == split.ordinal())
                .toArray();
    }

    @Override
    public int attribute(int row, int attribute) {
        return labels.attributes[row * labels.attributeNames.size() + attribute];
    }

    @Override
    public float x(int row, int point) {
        return labels.points[2 * (row * labels.pointNames.size() + point)];
    }

    @Override
    public float y(int row, int point) {
        return labels.points[2 * (row * labels.pointNames.size() + point) + 1];
    }

    @Override
    public int[] mirroredPoints() {
        return mirrored.clone();
    }

    @Override
    public int[] ocular() {
        return eyes.clone();
    }

    @Override
    public byte[] file(int row) {
        return images.read(names[row]);
    }

    @Override
    public String where(int row) {
        return images.path().resolve(names[row]).toString();
    }

    @Override
    public List<String> findings() {
        return findings;
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public String imageHash() {
        return hash(images::fingerprint);
    }

    @Override
    public String sizeHash() {
        return hash(images::size);
    }

    private String hash(ToLongFunction<String> image) {
        MessageDigest sha = Digests.sha256();
        ByteBuffer number = ByteBuffer.allocate(8);
        for (String name : names) {
            sha.update((name + '\n').getBytes(StandardCharsets.UTF_8));
            sha.update(number.clear().putLong(image.applyAsLong(name)).flip());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    @Override
    public void close() {
        images.close();
    }
}
