package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import org.jspecify.annotations.Nullable;

interface CudaNormalization extends CudaFamily {
    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        Block parts = memory().take(z.room(2));
        rows("statistics", "batchStatistics", z, x)
                .in(x)
                .at(parts.address)
                .out(mean, variance)
                .run(z.columns(), z.parts());
        memory().giveBack(parts);
    }

    @Override
    default void sumChannels(int n, int c, int hw, Buffer x, Buffer y) {
        Rows z = Rows.of(layout(), x.role(), n, c, hw);
        Block parts = memory().take(z.room(1));
        rows("statistics", "sumChannels", z, x).in(x).at(parts.address).out(y).run(z.columns(), z.parts());
        memory().giveBack(parts);
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
        Block parts = memory().take(z.room(2));
        rows("normalization", "normalizeGradients", z, x)
                .scalar(eps)
                .flag(relu)
                .in(dy, y, x, mean, variance, gamma, beta)
                .at(parts.address)
                .out(dgamma, dbeta)
                .run(z.columns(), z.parts());
        memory().giveBack(parts);
        rows("normalization", "normalizeBackward", z, x)
                .scalar(eps)
                .flag(relu)
                .in(dy, y, x, mean, variance, gamma, beta, dgamma, dbeta)
                .out(dx, dresidual)
                .run(z.columns(), z.blocks());
    }

    private Launch rows(String family, String kernel, Rows z, Buffer x) {
        Launch launch = x.role() == Role.PLAIN ? launch().of(family, kernel + "_plain") : launch(family, kernel, x);
        return launch.sizes(z.rows(), z.c(), z.stride(), z.lanes());
    }
}
