package janus.celeba;

/**
 * Random changes of a training image; points move with pixels. Rotation ± {@code degrees}, scale 1 ± {@code scale},
 * shift ± {@code shift} (fraction of the side), mirror with probability ½ swapping left and right points. What comes in
 * from outside repeats the edge; a point that leaves the image keeps its coordinates.
 */
public record Augmentation(boolean flip, double degrees, double scale, double shift) {
    public Augmentation {
        if (!(degrees >= 0 && degrees <= 180 && scale >= 0 && scale < 1 && shift >= 0 && shift <= 1)) {
            throw new IllegalArgumentException(
                    "augmentation degrees %s, scale %s, shift %s: expected 0…180, 0…1 (1 excluded), 0…1"
                            .formatted(degrees, scale, shift));
        }
    }

    public static final Augmentation NONE = new Augmentation(false, 0, 0, 0);
}
