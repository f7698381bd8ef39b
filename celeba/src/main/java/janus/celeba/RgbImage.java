package janus.celeba;

/** A decoded image: {@code rgb} [height][width][3], 8 bits a channel. */
public record RgbImage(int width, int height, byte[] rgb) {
    public RgbImage {
        if (rgb.length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes for %d×%d pixels of three".formatted(rgb.length, width, height));
        }
    }
    /** This image at another size, as data sets are resized: Pillow's bilinear, antialiased when shrinking. */
    public RgbImage resized(int toWidth, int toHeight) {
        return new RgbImage(toWidth, toHeight, new Resampling(width, height, toWidth, toHeight).apply(rgb));
    }
}
