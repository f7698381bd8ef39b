package janus.models.study;

import janus.celeba.FaceData;
import janus.celeba.Split;
import java.util.List;
import java.util.Random;

/** Labels without images: two attributes, and three points of which two are the eyes; some labels are missing. */
final class LabelledFaces implements FaceData {
    static final int SIZE = 80;
    private final byte[][] labels = new byte[SIZE][2];
    private final float[][] points = new float[SIZE][6];

    LabelledFaces(boolean complete) {
        Random random = new Random(11);
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < 2; j++) {
                labels[i][j] = (byte) (!complete && random.nextInt(10) == 0 ? -1 : random.nextInt(2));
            }
            for (int j = 0; j < 6; j++) {
                points[i][j] = (j < 2 ? 20 : j < 4 ? 60 : 40) + random.nextFloat();
            }
        }
    }

    @Override
    public List<String> attributes() {
        return List.of("Smiling", "Male");
    }

    @Override
    public List<String> points() {
        return List.of("lefteye", "righteye", "nose");
    }

    @Override
    public int width() {
        return 178;
    }

    @Override
    public int height() {
        return 218;
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public String name(int row) {
        return row + ".jpg";
    }

    @Override
    public int[] rows(Split split) {
        return new int[0];
    }

    @Override
    public int attribute(int row, int attribute) {
        return labels[row][attribute];
    }

    @Override
    public float x(int row, int point) {
        return points[row][2 * point];
    }

    @Override
    public float y(int row, int point) {
        return points[row][2 * point + 1];
    }

    @Override
    public int[] mirroredPoints() {
        return new int[] {1, 0, 2};
    }

    @Override
    public int[] ocular() {
        return new int[] {0, 1};
    }

    @Override
    public byte[] file(int row) {
        return new byte[0];
    }

    @Override
    public List<String> findings() {
        return List.of();
    }

    @Override
    public String hash() {
        return "";
    }

    @Override
    public void close() {}
}
