package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.Split;
import java.util.ArrayList;
import java.util.List;

/** A data set of which only some attributes are looked at, in the order asked for. */
record SelectedFaces(FaceData all, List<String> attributes, int[] columns) implements FaceData {
    /** All attributes if {@code names} is empty. */
    static FaceData of(FaceData all, List<String> names) {
        if (names.isEmpty()) {
            return all;
        }
        int[] columns = new int[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = all.attributes().indexOf(names.get(i));
            if (columns[i] < 0) {
                throw new DataException("data.attributes: the data has no attribute '" + names.get(i)
                        + "'; choose among " + String.join(", ", all.attributes()));
            }
        }
        return new SelectedFaces(all, List.copyOf(names), columns);
    }

    @Override
    public int attribute(int row, int attribute) {
        return all.attribute(row, columns[attribute]);
    }

    @Override
    public List<String> points() {
        return all.points();
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
        return all.x(row, point);
    }

    @Override
    public float y(int row, int point) {
        return all.y(row, point);
    }

    @Override
    public int[] mirroredPoints() {
        return all.mirroredPoints();
    }

    @Override
    public int[] ocular() {
        return all.ocular();
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
    public List<String> findings() {
        List<String> findings = new ArrayList<>(all.findings());
        findings.add("learning " + String.join(", ", attributes));
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
