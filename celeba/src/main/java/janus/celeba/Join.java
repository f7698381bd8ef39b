package janus.celeba;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Joins the lists with the images by file name, counting what is missing. */
final class Join {
    private final Layout layout;
    private final ImageStore images;
    private final @Nullable Table attributes;
    private final @Nullable Table landmarks;
    private final @Nullable Table partition;
    private final List<String> findings = new ArrayList<>();

    /** {@code images}: null where the labels alone are looked at. */
    private Join(Layout layout, @Nullable ImageStore images) {
        this.layout = layout;
        boolean single = layout.attributes() != null && layout.attributes().equals(layout.landmarks());
        attributes = layout.attributes() == null ? null : Table.read(layout.attributes());
        landmarks = single ? attributes : layout.landmarks() == null ? null : Table.read(layout.landmarks());
        partition = single ? attributes : layout.partition() == null ? null : Table.readPartition(layout.partition());
        this.images = images == null ? labelled() : images;
    }

    private NoImages labelled() {
        Set<String> names = new HashSet<>();
        tables().forEach(table -> names.addAll(table.names()));
        Path csv = layout.attributes();
        return new NoImages(csv != null && csv.equals(layout.landmarks()) ? csv : layout.root(), names);
    }

    static FaceData open(Path data) {
        Layout layout = Layout.find(data);
        ImageStore images = layout.open();
        try {
            return new Join(layout, images).joined();
        } catch (Throwable e) { // whatever it is, it goes on; only the open zip must not
            images.close();
            throw e;
        }
    }

    static FaceData labels(Path data) {
        return new Join(Layout.find(data), null).joined();
    }

    static FaceData csv(Path file) {
        Join join = new Join(Layout.csv(file), null);
        String heading = join.attributes == null ? "" : join.attributes.heading();
        if (!heading.equals("image")) {
            throw new DataException("%s:1: the first column is '%s'; begin each line with the image's name, and the "
                            .formatted(file, ListFile.shortened(heading))
                    + "header with image, commas between");
        }
        return join.joined();
    }

    private FaceData joined() {
        Columns columns = Columns.of(attributes, landmarks);
        DatasetFile settings = DatasetFile.beside(layout.root());
        int[] mirrored = settings.mirrored(columns.points(), layout.root());
        int[] eyes = settings.eyes(columns.points(), layout.root(), layout.landmarks());
        String[] names = images.names().stream()
                .filter(n ->
                        (attributes != null && attributes.row(n) >= 0) || (landmarks != null && landmarks.row(n) >= 0))
                .toArray(String[]::new);
        Arrays.sort(names);
        if (names.length == 0) {
            throw noneJoined();
        }
        JpegHeader first = images instanceof NoImages ? null : header(names[0]);
        reportFound(names.length, first, columns);
        reportUnpaired(settings, mirrored, columns.points());
        reportMissing(names);
        byte[] splits = splits(names);
        LabelReader reader = new LabelReader(attributes, landmarks, columns, findings);
        ListedFaces.Labels labels = reader.read(names, first);
        findings.addAll(Checksums.warnings(tables()));
        boolean drawn = Files.exists(layout.root().resolve(FaceData.MANIFEST));
        return new ListedFaces(images, names, labels, splits, first, mirrored, eyes, drawn, findings);
    }

    private JpegHeader header(String name) {
        return JpegHeader.of(images.read(name), images.path().resolve(name).toString());
    }

    private void reportFound(int n, @Nullable JpegHeader first, Columns columns) {
        String size = first == null ? " by their labels" : " of " + first.width() + "×" + first.height();
        int attributes = columns.attributes().size();
        int points = columns.points().size();
        findings.add("%s at %s: %d images%s, %d attributes, %d points"
                .formatted(layout.name(), layout.root(), n, size, attributes, points));
    }

    private void reportUnpaired(DatasetFile settings, int[] mirrored, List<String> points) {
        boolean paired = IntStream.range(0, mirrored.length).anyMatch(i -> mirrored[i] != i);
        if (points.size() > 1 && settings.flip() == null && !paired) {
            findings.add(
                    "no name of a point says left or right: all keep their names in mirrored images; if some change"
                            + " places, name them in dataset.yaml, as in flip: [[" + points.get(0) + ", "
                            + points.get(1)
                            + "]]");
        }
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (Table table : Arrays.asList(attributes, landmarks, partition)) {
            if (table != null && !tables.contains(table)) {
                tables.add(table);
            }
        }
        return tables;
    }

    private DataException noneJoined() {
        Table list = attributes != null ? attributes : landmarks;
        String listed = list == null ? "none" : list.names().getFirst();
        String stored = images.names().stream().findFirst().orElse("none");
        return new DataException("%s: no image is named in the lists (listed %s, stored %s); match the names"
                .formatted(images.path(), listed, stored));
    }

    private void reportMissing(String[] names) {
        for (Table table : tables()) {
            int[] lost = IntStream.range(0, table.size())
                    .filter(r -> !images.names().contains(table.names().get(r)))
                    .toArray();
            if (lost.length * 20L > table.size()) {
                throw table.fault(
                        lost[0],
                        "%d of %d rows have no image in %s, the first is %s"
                                .formatted(
                                        lost.length,
                                        table.size(),
                                        images.path(),
                                        table.names().get(lost[0])),
                        "finish unpacking the images, or cut the lists to those you have");
            }
            count(lost.length, "rows of " + table.path().getFileName() + " without an image (left out)");
            long absent = Arrays.stream(names).filter(n -> table.row(n) < 0).count();
            count(absent, "images without a row in " + table.path().getFileName());
        }
        count(images.names().size() - names.length, "images without any label (left out)");
    }

    private void count(long n, String what) {
        if (n > 0) {
            findings.add(n + " " + what);
        }
    }

    private byte[] splits(String[] names) {
        List<String> codes = partition == null ? null : partition.texts("partition");
        codes = codes == null && partition != null ? partition.texts("split") : codes;
        List<String> identities = attributes == null ? null : attributes.texts("identity");
        byte[] splits = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            if (partition != null && codes != null) {
                int row = partition.row(names[i]);
                splits[i] = row < 0 ? -1 : code(partition, row, codes.get(row));
            } else {
                int row = attributes == null ? -1 : attributes.row(names[i]);
                String key = identities == null || row < 0 ? names[i] : identities.get(row);
                splits[i] = hashed(key);
            }
        }
        if (codes == null) {
            findings.add("no partition: 80/10/10 by hash of the " + (identities == null ? "name" : "identity"));
        }
        int[] counts = new int[4];
        for (byte split : splits) {
            counts[split < 0 ? 3 : split]++;
        }
        findings.add("train %d, validation %d, test %d".formatted(counts[0], counts[1], counts[2]));
        count(counts[3], "images in no split");
        return splits;
    }

    private static byte code(Table table, int row, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "0", "train", "training" -> 0;
            case "1", "val", "valid", "validation" -> 1;
            case "2", "test", "testing" -> 2;
            default ->
                throw table.fault(
                        row, "unknown split '" + ListFile.shortened(text) + "'", "use 0 train, 1 validation, 2 test");
        };
    }

    /** FNV-1a of the UTF-8 bytes, mixed; 80 % train, 10 % validation, 10 % test. */
    private static byte hashed(String key) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        long percent = Long.remainderUnsigned(Draws.mix(hash), 100);
        return (byte) (percent < 80 ? 0 : percent < 90 ? 1 : 2);
    }
}
