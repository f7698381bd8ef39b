package janus.celeba;

/**
 * Random changes of a training image; points move with pixels. Rotation ± {@code degrees}, scale 1 ± {@code scale},
 * shift ± {@code shift} (fraction of the side), mirror with probability ½ swapping left and right points.
 */
public record Augmentation(boolean flip, double degrees, double scale, double shift) {
    public static final Augmentation NONE = new Augmentation(false, 0, 0, 0);
}
