package janus.engine;

import janus.engine.nn.ConvBatchNorm;
import janus.engine.nn.Linear;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;

/** A small residual network with two heads, and numbers to feed it. */
final class Nets {
    static final Shape IMAGES = Shape.of(3, 3, 8, 8);

    private Nets() {}

    static double[] normals(Draws draws, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = draws.normal(i);
        }
        return numbers;
    }

    static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** Stem, one residual block with a strided shortcut, and two linear heads on the pooled features. */
    static final class Residual {
        final ConvBatchNorm stem;
        final ConvBatchNorm first;
        final ConvBatchNorm second;
        final ConvBatchNorm shortcut;
        final Linear one;
        final Linear two;
        final Parameters parameters;

        Residual(Device device, Draws draws) {
            Weights w = Weights.root(draws);
            stem = new ConvBatchNorm(w.in("conv1"), w.in("bn1"), 3, 4, 3, 1, 1);
            first = new ConvBatchNorm(w.in("block.conv1"), w.in("block.bn1"), 4, 5, 3, 2, 1);
            second = new ConvBatchNorm(w.in("block.conv2"), w.in("block.bn2"), 5, 5, 3, 1, 1);
            shortcut = new ConvBatchNorm(w.in("block.downsample.0"), w.in("block.downsample.1"), 4, 5, 1, 2, 0);
            one = new Linear(w.in("one"), 5, 2);
            two = new Linear(w.in("two"), 5, 3);
            // no loss reaches it
            w.parameter("unused", Role.PLAIN, Shape.of(3), (shape, d, values) -> values[0] = 1);
            parameters = w.build(device);
        }

        Tensor features(Tensor images) {
            Tensor x = stem.relu(images);
            return second.addRelu(first.relu(x), shortcut.apply(x)).globalAveragePool();
        }

        Tensor lossOne(Tensor features) {
            Tensor y = one.apply(features);
            return y.times(y).mean();
        }

        Tensor lossTwo(Tensor features) {
            return two.apply(features).sigmoid().sum();
        }
    }
}
