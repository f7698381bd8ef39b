package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import org.jspecify.annotations.Nullable;

interface CudaNormalization extends CudaFamily {
    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        Block partial = room(z);
        long squares = partial.address + (long) z.parts() * c * Float.BYTES;
        rows("statistics", "partialMoments", z, x)
                .in(x)
                .at(partial.address)
                .at(squares)
                .run(z.columns(), z.parts());
        launch().of("statistics", "moments_f32")
                .sizes(z.rows(), c, z.group(), z.parts())
                .at(partial.address)
                .at(squares)
                .out(mean, variance)
                .run(z.warps(), 1);
        memory().giveBack(partial);
    }

    @Override
    default void sumChannels(int n, int c, int hw, Buffer x, Buffer y) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        Block partial = room(z);
        rows("statistics", "partialSums", z, x).in(x).at(partial.address).run(z.columns(), z.parts());
        sumParts(z, partial.address, y);
        memory().giveBack(partial);
    }

    @Override
    default void normalize(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            @Nullable Buffer residual,
            Buffer y) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        rows("normalization", "normalize", z, x)
                .scalar(eps)
                .flag(relu)
                .in(x, mean, variance, gamma, beta, residual)
                .out(y)
                .run(z.columns(), z.blocks());
    }

    @Override
    default void normalizeBackward(
            int n,
            int c,
            int hw,
            double eps,
            boolean relu,
            Buffer dy,
            @Nullable Buffer y,
            Buffer x,
            Buffer mean,
            Buffer variance,
            Buffer gamma,
            Buffer beta,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx,
            @Nullable Buffer dresidual) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        Block partial = room(z);
        long sums = partial.address + (long) z.parts() * c * Float.BYTES;
        rows("normalization", "partialGradients", z, x)
                .scalar(eps)
                .flag(relu)
                .in(dy, y, x, mean, variance, gamma, beta)
                .at(partial.address)
                .at(sums)
                .run(z.columns(), z.parts());
        sumParts(z, partial.address, dgamma);
        sumParts(z, sums, dbeta);
        memory().giveBack(partial);
        rows("normalization", "normalizeBackward", z, x)
                .scalar(eps)
                .flag(relu)
                .in(dy, y, x, mean, variance, gamma, beta, dgamma, dbeta)
                .out(dx, dresidual)
                .run(z.columns(), z.blocks());
    }

    /** Two numbers for each channel of each part. */
    default Block room(Rows z) {
        return memory().take(2L * z.parts() * z.c() * Float.BYTES);
    }

    /** Queues y[c] = the sum of its parts. */
    default void sumParts(Rows z, long partial, Buffer y) {
        launch().of("statistics", "channelSums_f32")
                .sizes(z.c(), z.parts())
                .at(partial)
                .out(y)
                .run(z.warps(), 1);
    }

    private Launch rows(String family, String kernel, Rows z, Buffer x) {
        Launch launch = x.role() == Role.PLAIN ? launch().of(family, kernel + "_plain") : launch(family, kernel, x);
        return launch.sizes(z.rows(), z.c(), z.stride(), z.lanes());
    }
}
