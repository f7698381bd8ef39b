package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Kernels;
import janus.kernels.PoolingSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.function.Function;
import java.util.function.Supplier;

/** All kernels of this device, a file for each family; {@code workers} runs their loops. */
record CpuKernels(
        Workers workers,
        ChosenConvolution chosen,
        BatchNormalization normalization,
        CpuPooling pooling,
        NormalizedMaxPool normalizedMaxPool,
        PooledImageConvolution pooledImage,
        CpuMatmul product,
        Kept kept)
        implements Kernels, CpuConvolutions, CpuNormalization, CpuLosses, CpuReductions, CpuUpdates, CpuPictures {

    static CpuKernels of(Workers workers, ChosenConvolution chosen, boolean strict) {
        CpuPooling pooling = new CpuPooling(workers);
        return new CpuKernels(
                workers,
                chosen,
                new BatchNormalization(workers),
                pooling,
                new NormalizedMaxPool(workers, pooling),
                new PooledImageConvolution(workers, strict),
                new CpuMatmul(workers),
                new Kept());
    }

    @Override
    public void convolutionNormalizedMaxPool(
            ConvolutionSize z,
            PoolingSize pooling,
            double eps,
            Buffer x,
            Buffer w,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Function<Shape, Buffer> room,
            Buffer y) {
        CpuBuffer image = CpuBuffer.of(x);
        if (image.role() == Role.IMAGE && MaxPool3.fits(pooling)) {
            Coefficients.Channels channels = Coefficients.Channels.of(mean, variance, gamma, beta);
            FoldedFilter folded = FoldedFilter.of(z, eps, CpuBuffer.of(w), channels, workers);
            pooledImage.run(z, pooling, image, folded, CpuBuffer.of(y));
        } else {
            Kernels.super.convolutionNormalizedMaxPool(z, pooling, eps, x, w, mean, variance, gamma, beta, room, y);
        }
    }

    @Override
    public void normalizeMaxPool(
            PoolingSize z,
            double eps,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Supplier<Buffer> room,
            Buffer y,
            Buffer index) {
        if (MaxPool3.fits(z)) {
            Coefficients.Channels channels = Coefficients.Channels.of(mean, variance, gamma, beta);
            normalizedMaxPool.forward(z, eps, CpuBuffer.of(x), channels, CpuBuffer.of(y), CpuBuffer.of(index));
        } else {
            Kernels.super.normalizeMaxPool(z, eps, x, mean, variance, gamma, beta, room, y, index);
        }
    }

    @Override
    public void normalizeMaxPoolBackward(
            PoolingSize z,
            double eps,
            Buffer dy,
            Buffer y,
            Buffer index,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Supplier<Buffer> room,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx) {
        if (MaxPool3.fits(z)) {
            normalizedMaxPool.backward(
                    z,
                    eps,
                    CpuBuffer.of(dy),
                    CpuBuffer.of(y),
                    CpuBuffer.of(index),
                    CpuBuffer.of(x),
                    Coefficients.Channels.of(mean, variance, gamma, beta),
                    View.of(dgamma),
                    View.of(dbeta),
                    CpuBuffer.of(dx));
        } else {
            Kernels.super.normalizeMaxPoolBackward(
                    z, eps, dy, y, index, x, mean, variance, gamma, beta, room, dgamma, dbeta, dx);
        }
    }
}
