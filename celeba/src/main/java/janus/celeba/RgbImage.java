package janus.celeba;

/** A decoded image: {@code rgb} [height][width][3], 8 bits a channel. */
public record RgbImage(int width, int height, byte[] rgb) {
    public RgbImage {
        if (rgb.length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes for %d×%d pixels of three".formatted(rgb.length, width, height));
        }
    }
}
