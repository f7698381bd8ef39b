package janus.bench;

import janus.kernels.ConvolutionSize;

/** The distinct convolutions of ResNet18 on 224 × 224 images: channels in, channels out, height in. */
public enum Layer {
    STEM(3, 64, 224, 7, 2),
    C64_56(64, 64, 56, 3, 1),
    C64_128_56(64, 128, 56, 3, 2),
    C128_28(128, 128, 28, 3, 1),
    C128_256_28(128, 256, 28, 3, 2),
    C256_14(256, 256, 14, 3, 1),
    C256_512_14(256, 512, 14, 3, 2),
    C512_7(512, 512, 7, 3, 1),
    SIDE_64_128(64, 128, 56, 1, 2),
    SIDE_128_256(128, 256, 28, 1, 2),
    SIDE_256_512(256, 512, 14, 1, 2);

    final int c;
    final int k;
    final int h;
    final int r;
    final int stride;

    Layer(int c, int k, int h, int r, int stride) {
        this.c = c;
        this.k = k;
        this.h = h;
        this.r = r;
        this.stride = stride;
    }

    public ConvolutionSize size(int batch) {
        return new ConvolutionSize(batch, c, h, h, k, r, r, stride, r / 2);
    }
}
