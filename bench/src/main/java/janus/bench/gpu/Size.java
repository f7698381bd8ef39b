package janus.bench.gpu;

import janus.kernels.Shape;

/**
 * How large a model and its batch are.
 *
 * @param width factor of ResNet18's channels
 * @param pixels side of an image
 * @param batch images
 */
record Size(double width, int pixels, int batch) {
    /** As it is written on the command line: {@code 0.25,64,8}. */
    static Size of(String text) {
        String[] numbers = text.split(",");
        if (numbers.length != 3) {
            throw new IllegalArgumentException("size \"" + text + "\"; write WIDTH,PIXELS,BATCH");
        }
        return new Size(Double.parseDouble(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    /** [batch,3,pixels,pixels]. */
    Shape images() {
        return Shape.of(batch, 3, pixels, pixels);
    }

    @Override
    public String toString() {
        return "width " + width + ", " + pixels + " px, batch " + batch;
    }
}
