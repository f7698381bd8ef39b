package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A data set of which only some attributes and points are looked at, in the order asked for. */
record SelectedFaces(
        FaceData all, List<String> attributes, int[] attributeColumns, List<String> points, int[] pointColumns)
        implements FaceData {
    /**
     * What {@code config} learns; all of it if nothing is named.
     *
     * @throws DataException for a name that the data does not have, and for points that cannot be learned alone
     */
    static FaceData of(FaceData all, Config config) {
        Config.Data data = config.data();
        Map<String, List<String>> groups = config.network().groups();
        if (data.attributes().isEmpty() && data.points().isEmpty() && groups.isEmpty()) {
            return all;
        }
        List<String> attributes = data.attributes().isEmpty() ? all.attributes() : data.attributes();
        groups.forEach((name, group) -> columns("network.groups." + name, group, "attribute", all.attributes()));
        if (!groups.isEmpty()) {
            attributes = attributes.stream()
                    .filter(name -> groups.values().stream().anyMatch(group -> group.contains(name)))
                    .toList();
        }
        List<String> points = data.points().isEmpty() ? all.points() : data.points();
        SelectedFaces selected = new SelectedFaces(
                all,
                List.copyOf(attributes),
                columns("data.attributes", attributes, "attribute", all.attributes()),
                List.copyOf(points),
                columns("data.points", points, "point", all.points()));
        selected.requirePoints(data.augmentation().flip());
        return selected;
    }

    private static int[] columns(String key, List<String> names, String kind, List<String> known) {
        return names.stream()
                .mapToInt(name -> {
                    if (!known.contains(name)) {
                        throw new DataException(key + ": the data has no " + kind + " '" + name + "'; choose among "
                                + String.join(", ", known));
                    }
                    return known.indexOf(name);
                })
                .toArray();
    }

    private void requirePoints(boolean flips) {
        for (int eye : all.ocular()) {
            if (!points.contains(all.points().get(eye))) {
                throw new DataException("data.points: errors are measured by the distance of the eyes; add "
                        + all.points().get(eye));
            }
        }
        for (int point : pointColumns) {
            String mirrored = all.points().get(all.mirroredPoints()[point]);
            if (flips && !points.contains(mirrored)) {
                throw new DataException("data.points: " + all.points().get(point) + " becomes " + mirrored
                        + " in a mirrored image; add it, or set data.augmentation.flip=false");
            }
        }
    }

    @Override
    public int attribute(int row, int attribute) {
        return all.attribute(row, attributeColumns[attribute]);
    }

    @Override
    public int width() {
        return all.width();
    }

    @Override
    public int height() {
        return all.height();
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public String name(int row) {
        return all.name(row);
    }

    @Override
    public int[] rows(Split split) {
        return all.rows(split);
    }

    @Override
    public float x(int row, int point) {
        return all.x(row, pointColumns[point]);
    }

    @Override
    public float y(int row, int point) {
        return all.y(row, pointColumns[point]);
    }

    /** A point without its mirror image stays itself: then nothing is mirrored. */
    @Override
    public int[] mirroredPoints() {
        int[] mirrored = all.mirroredPoints();
        return IntStream.range(0, pointColumns.length)
                .map(i -> place(mirrored[pointColumns[i]]) < 0 ? i : place(mirrored[pointColumns[i]]))
                .toArray();
    }

    @Override
    public int[] ocular() {
        return IntStream.of(all.ocular()).map(this::place).toArray();
    }

    /** Where a point of the whole data is here; −1 if it is not looked at. */
    private int place(int point) {
        return points.indexOf(all.points().get(point));
    }

    @Override
    public byte[] file(int row) {
        return all.file(row);
    }

    @Override
    public String where(int row) {
        return all.where(row);
    }

    @Override
    public boolean drawn() {
        return all.drawn();
    }

    @Override
    public String imageHash() {
        return all.imageHash();
    }

    @Override
    public String sizeHash() {
        return all.sizeHash();
    }

    @Override
    public List<String> findings() {
        List<String> findings = new ArrayList<>(all.findings());
        List<String> learned = new ArrayList<>(attributes);
        if (points.size() < all.points().size()) {
            learned.addAll(points);
        }
        findings.add("learning " + String.join(", ", learned));
        return findings;
    }

    @Override
    public String hash() {
        return all.hash();
    }

    @Override
    public void close() {
        all.close();
    }
}
