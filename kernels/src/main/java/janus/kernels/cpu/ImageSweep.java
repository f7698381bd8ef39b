package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** How a thread convolves an IMAGE, a row of outputs at a time. */
interface ImageSweep {
    /** Lets the next rows be convolved by a {@code filter} in the algorithm's form, to {@code y}. */
    void begin(ConvolutionSize z, float[] filter, float[] y);

    /**
     * Row {@code p} of the outputs of image {@code n} of {@code x}, to {@code at}, {@code apart} floats from a block of
     * channels to the next. Those up to {@code end} follow.
     */
    void row(ConvolutionSize z, CpuBuffer x, int n, int p, int end, int at, int apart);

    /** What one thread needs, whatever the algorithm. */
    final class Room {
        private final ImageSweep direct = new DirectImageSweep();
        private final ImageSweep winograd = new WinogradImageSweep();

        ImageSweep of(ImageAlgorithm algorithm) {
            return algorithm == ImageAlgorithm.DIRECT ? direct : winograd;
        }
    }
}
