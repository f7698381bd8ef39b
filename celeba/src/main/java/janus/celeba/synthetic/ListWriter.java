package janus.celeba.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** The official lists of a drawn set: attributes, points, partition, identities. */
record ListWriter(SyntheticFaces.Settings settings) {
    private static final String ATTRIBUTES = "Anno/list_attr_celeba.txt";
    private static final String POINTS = "Anno/list_landmarks_align_celeba.txt";
    private static final String IDENTITIES = "Anno/identity_CelebA.txt";
    private static final String PARTITION = "Eval/list_eval_partition.txt";
    private static final String POINT_HEADER =
            "lefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y";

    /** {@code 000001.jpg} for picture 0. */
    static String name(int picture) {
        return "%06d.jpg".formatted(picture + 1);
    }

    static boolean present(Path folder) {
        return List.of(ATTRIBUTES, POINTS, IDENTITIES, PARTITION).stream()
                .allMatch(list -> Files.isRegularFile(folder.resolve(list)));
    }

    /** Writes all four, and adds their bytes to {@code digest}. */
    void write(Path folder, MessageDigest digest) throws IOException {
        StringBuilder attributes =
                new StringBuilder(settings.count() + "\n" + String.join(" ", Attribute.labels()) + "\n");
        StringBuilder points = new StringBuilder(settings.count() + "\n" + POINT_HEADER + "\n");
        StringBuilder partition = new StringBuilder();
        StringBuilder identities = new StringBuilder();
        for (int picture = 0; picture < settings.count(); picture++) {
            Factors f = settings.factors(picture);
            String name = name(picture);
            attributes.append(name);
            for (Attribute a : Attribute.ALL) {
                attributes.append(f.label(a, settings.labelNoise()) ? "  1" : " -1");
            }
            points.append(name);
            for (double value : Geometry.of(f, settings.aligned()).points()) {
                points.append(' ').append(Math.round(value));
            }
            partition
                    .append(name)
                    .append(' ')
                    .append(settings.partition(picture))
                    .append('\n');
            identities
                    .append(name)
                    .append(' ')
                    .append(settings.identity(picture))
                    .append('\n');
            attributes.append('\n');
            points.append('\n');
        }
        store(folder.resolve(ATTRIBUTES), attributes, digest);
        store(folder.resolve(POINTS), points, digest);
        store(folder.resolve(PARTITION), partition, digest);
        store(folder.resolve(IDENTITIES), identities, digest);
    }

    private static void store(Path file, CharSequence text, MessageDigest digest) throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        digest.update(bytes);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, bytes);
    }
}
