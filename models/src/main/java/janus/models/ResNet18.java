package janus.models;

import janus.engine.Layer;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.nn.ConvBatchNorm;
import org.jspecify.annotations.Nullable;

/**
 * The 18-layer residual network (He et al., 2016) without its classifier: images [n,3,h,w] to features [n,{@link
 * #features}]. Parameters are named, ordered and initialised as torchvision's {@code resnet18}; at width 1 there are
 * 11,176,512. Another width scales the channels of all stages, rounded to multiples of 16.
 */
public final class ResNet18 implements Layer {
    /** Stages there are: 1 is the stem with layer1, 2 layer2, 3 layer3, 4 layer4 with the mean over pixels. */
    public static final int STAGES = 4;

    private final Layer stages;

    /** The part of it after stage {@code from} up to stage {@code to}: from 0 it takes images; of no stage, y = x. */
    public ResNet18(Weights w, double width, int from, int to) {
        Layer all = x -> x;
        for (int stage = from + 1; stage <= to; stage++) {
            all = stage(all, w, width, stage);
        }
        stages = all;
    }

    /** Length of the feature vector: 512 at width 1. */
    public static int features(double width) {
        return channels(512, width);
    }

    @Override
    public Tensor apply(Tensor x) {
        return stages.apply(x);
    }

    /** {@code before}, then a stage. Chained one by one: no layer's input outlives it at inference. */
    private static Layer stage(Layer before, Weights w, double width, int stage) {
        int c1 = channels(64, width);
        int c2 = channels(128, width);
        int c3 = channels(256, width);
        return switch (stage) {
            case 1 -> blocks(before.then(stem(w, c1)), w.in("layer1"), c1, c1, 1);
            case 2 -> blocks(before, w.in("layer2"), c1, c2, 2);
            case 3 -> blocks(before, w.in("layer3"), c2, c3, 2);
            default -> blocks(before, w.in("layer4"), c3, features(width), 2).then(Tensor::globalAveragePool);
        };
    }

    private static int channels(int full, double width) {
        return Math.max(16, (int) Math.round(full * width / 16) * 16);
    }

    private static Layer stem(Weights w, int k) {
        ConvBatchNorm convolution = new ConvBatchNorm(w.in("conv1"), w.in("bn1"), 3, k, 7, 2, 3);
        return images -> convolution.reluMaxPool(images, 3, 2, 1);
    }

    private static Layer blocks(Layer before, Weights w, int c, int k, int stride) {
        return before.then(new Block(w.in("0"), c, k, stride)).then(new Block(w.in("1"), k, k, 1));
    }

    /** y = max(f(x) + shortcut(x), 0): two 3×3 convolutions, and a 1×1 beside them where the shape changes. */
    private static final class Block implements Layer {
        private final ConvBatchNorm first;
        private final ConvBatchNorm second;
        private final @Nullable ConvBatchNorm downsample;

        Block(Weights w, int c, int k, int stride) {
            first = new ConvBatchNorm(w.in("conv1"), w.in("bn1"), c, k, 3, stride, 1);
            second = new ConvBatchNorm(w.in("conv2"), w.in("bn2"), k, k, 3, 1, 1);
            Weights side = w.in("downsample");
            downsample =
                    stride == 1 && c == k ? null : new ConvBatchNorm(side.in("0"), side.in("1"), c, k, 1, stride, 0);
        }

        @Override
        public Tensor apply(Tensor x) {
            if (downsample == null) {
                return first.residual(second, x);
            }
            Tensor shortcut = downsample.apply(x);
            return second.addRelu(first.relu(x), shortcut);
        }
    }
}
