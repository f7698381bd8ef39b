package janus.models;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.kernels.Device;
import java.util.Arrays;
import java.util.List;

/** Batches of noise with labels, and a narrow network of two heads for them. */
public final class DrawnFaces {
    static final int N = 4;
    static final int SIZE = 32;
    private static final int ATTRIBUTES = 5;
    private static final int COORDINATES = 4;
    private static final List<Task> TASKS = List.of(
            new AttributeTask("attributes", ATTRIBUTES),
            new PointTask("landmarks", List.of(0, 1, 2, 3), COORDINATES, 0, .2));

    private DrawnFaces() {}

    static MultiTask model(Device device) {
        return new MultiTask(device, Draws.of(1), .125, TASKS, false);
    }

    /** N faces, the same for the same draws. */
    static Batch batch(Draws draws) {
        byte[] pictures = new byte[N * 3 * SIZE * SIZE];
        float[] attributes = new float[N * ATTRIBUTES];
        float[] points = new float[N * COORDINATES];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] =
                    (byte) Math.clamp(Math.rint(128 + 40 * draws.in("pixels").normal(i)), 0, 255);
        }
        double[] maps = Batch.still(N, new float[] {.5f, .5f, .5f}, new float[] {.16f, .15f, .14f});
        for (int i = 0; i < maps.length; i++) {
            // turned, stretched and shifted, by so few bits that float32 has all points between pixels
            maps[i] += i % Batch.MAP < 6 ? Math.rint(8 * draws.in("maps").normal(i)) / 64 : 0;
        }
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = draws.in("attributes").uniform(i) < .5 ? 0 : 1;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = draws.in("points").uniform(i);
        }
        return new Batch(
                new int[N], SIZE, pictures, maps, attributes, ones(attributes.length), points, ones(points.length));
    }

    /** Where all labels are present. */
    public static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
