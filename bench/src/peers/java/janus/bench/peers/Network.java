package janus.bench.peers;

import janus.bench.gpu.TwoHeads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The two-head ResNet18 as a table: its convolutions, and numbers for every parameter by torchvision's name, the same
 * in every process. Statistics and scales are random too, so that folding them is put to the test.
 */
final class Network {
    static final List<String> HEADS = List.of("attributes", "landmarks");
    static final double EPS = 1e-5;

    private static final int FEATURES = 512;
    private static final int HIDDEN = 256;

    /** A convolution without bias, [k,c,r,r], and the batch normalization behind it. */
    record Conv(String name, String norm, int c, int k, int r, int stride) {
        int pad() {
            return r / 2;
        }

        long[] shape() {
            return new long[] {k, c, r, r};
        }
    }

    /** A residual block; {@code side} is empty where its input is added as it is. */
    record Block(Conv first, Conv second, List<Conv> side) {}

    /** y = filter ⋆ x + bias: a convolution with its normalization folded in. */
    record Folded(float[] filter, float[] bias) {}

    final Conv stem = new Conv("conv1", "bn1", 3, 64, 7, 2);
    final List<Block> blocks = new ArrayList<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    Network() {
        int c = 64;
        for (int stage = 1; stage <= 4; stage++) {
            int k = 32 << stage;
            for (int block = 0; block < 2; block++) {
                String name = "layer" + stage + "." + block;
                int stride = block == 0 && stage > 1 ? 2 : 1;
                Conv side = new Conv(name + ".downsample.0", name + ".downsample.1", c, k, 1, stride);
                blocks.add(new Block(
                        new Conv(name + ".conv1", name + ".bn1", c, k, 3, stride),
                        new Conv(name + ".conv2", name + ".bn2", k, k, 3, 1),
                        stride == 1 ? List.of() : List.of(side)));
                c = k;
            }
        }
        convolutions().forEach(this::draw);
        for (String head : HEADS) {
            drawLinear(head + ".0", FEATURES, HIDDEN);
            drawLinear(head + ".2", HIDDEN, outputs(head));
        }
    }

    List<Conv> convolutions() {
        List<Conv> all = new ArrayList<>(List.of(stem));
        for (Block block : blocks) {
            all.add(block.first());
            all.add(block.second());
            all.addAll(block.side());
        }
        return all;
    }

    /** Every parameter and running statistic, row-major. */
    Map<String, float[]> values() {
        return values;
    }

    float[] get(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return found;
    }

    static int outputs(String head) {
        return head.equals("attributes") ? TwoHeads.ATTRIBUTES : TwoHeads.COORDINATES;
    }

    /** [outputs, inputs] of a head's layer, {@code "0"} or {@code "2"}. */
    static long[] linearShape(String head, String layer) {
        return layer.equals("0") ? new long[] {HIDDEN, FEATURES} : new long[] {outputs(head), HIDDEN};
    }

    Folded folded(Conv conv) {
        float[] filter = get(conv.name() + ".weight").clone();
        float[] bias = new float[conv.k()];
        int length = filter.length / conv.k();
        for (int k = 0; k < conv.k(); k++) {
            double scale = get(conv.norm() + ".weight")[k] / Math.sqrt(get(conv.norm() + ".running_var")[k] + EPS);
            bias[k] = (float) (get(conv.norm() + ".bias")[k] - get(conv.norm() + ".running_mean")[k] * scale);
            for (int i = k * length; i < (k + 1) * length; i++) {
                filter[i] *= (float) scale;
            }
        }
        return new Folded(filter, bias);
    }

    static float[] images(int n, int size) {
        return gaussian("images", n * 3 * size * size, 0, 1);
    }

    static float[] attributes(int n) {
        float[] labels = gaussian("attributes", n * TwoHeads.ATTRIBUTES, 0, 1);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labels[i] > 0 ? 1 : 0;
        }
        return labels;
    }

    static float[] points(int n) {
        return gaussian("points", n * TwoHeads.COORDINATES, .5, .1);
    }

    /** Normal numbers that depend on {@code name} alone. */
    static float[] gaussian(String name, int count, double mean, double deviation) {
        Random random = new Random(name.hashCode());
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return numbers;
    }

    private void draw(Conv conv) {
        int fan = conv.k() * conv.r() * conv.r();
        put(conv.name() + ".weight", fan * conv.c(), 0, Math.sqrt(2.0 / fan));
        put(conv.norm() + ".weight", conv.k(), 1, .1);
        put(conv.norm() + ".bias", conv.k(), 0, .1);
        put(conv.norm() + ".running_mean", conv.k(), 0, .1);
        put(conv.norm() + ".running_var", conv.k(), 1, .1);
    }

    private void drawLinear(String name, int inputs, int outputs) {
        put(name + ".weight", inputs * outputs, 0, 1 / Math.sqrt(inputs));
        put(name + ".bias", outputs, 0, .1);
    }

    private void put(String name, int count, double mean, double deviation) {
        values.put(name, gaussian(name, count, mean, deviation));
    }
}
