package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/** How a thread adds up the gradient of an IMAGE's filter. */
interface ImageGradientSweep {
    /** Rows of a register tile: the 147 numbers of a filter of 7 × 7 for 3 channels are 21 times 7. */
    int TILE = Lanes.COUNT == 8 ? 4 : 7;

    /** Lets the next rows be added to the sums from {@code start} on, in the algorithm's form. */
    void begin(ConvolutionSize z, float[] sums, int start);

    /** Adds what rows {@code p} … {@code end} − 1 of the outputs of image {@code n} give. */
    void rows(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, int n, int p, int end);

    /** What one thread needs, whatever the algorithm. */
    final class Room {
        private final ImageGradientSweep direct = new DirectImageGradient();
        private final ImageGradientSweep winograd = new WinogradImageGradient();

        ImageGradientSweep of(ImageAlgorithm algorithm) {
            return algorithm == ImageAlgorithm.DIRECT ? direct : winograd;
        }
    }
}
