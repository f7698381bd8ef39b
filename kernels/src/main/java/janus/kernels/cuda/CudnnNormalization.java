package janus.kernels.cuda;

import janus.kernels.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization by cuDNN, and by Janus' own kernels where cuDNN has none. Statistics are taken by the latter: cuDNN
 * takes them only while it normalizes, and would move the running ones whether or not a step is applied.
 */
interface CudnnNormalization extends CudnnFusedNormalization {
    @Override
    default void batchStatistics(int n, int c, int hw, Buffer x, Buffer mean, Buffer variance) {
        CudnnFusedNormalization.super.batchStatistics(n, c, hw, x, mean, variance);
        tookStatistics(plan(n, c, hw, x), x, mean, variance);
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
        Batch z = new Batch(n, c, hw, eps, x, mean, variance, gamma, beta);
        NormalizationPlan plan = plan(n, c, hw, x);
        Parameters p = parameters(z, plan);
        boolean done =
                (relu && normalizeAtOnce(z, plan, p, residual, y)) || normalizeFirst(z, plan, p, relu, residual, y);
        memory().giveBack(p.block());
        if (!done) {
            CudnnFusedNormalization.super.normalize(n, c, hw, eps, relu, x, mean, variance, gamma, beta, residual, y);
        }
    }

    /** Adds to a copy of the residual, so that the sum is rounded once, and rectifies after that. */
    private boolean normalizeFirst(
            Batch z, NormalizationPlan plan, Parameters p, boolean relu, @Nullable Buffer residual, Buffer y) {
        CudaBuffer to = apart(z, y, z.x());
        if (residual != null) {
            copy(z.shape(), residual, to);
        }
        boolean adds = residual != null;
        boolean done = normalization().forward(plan, z.eps(), adds, own(z.x()).pointer(), p, to.pointer());
        if (done && relu) {
            relu(z.shape(), to, to);
        }
        settle(z, done, to, y);
        return done;
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
        Batch z = new Batch(n, c, hw, eps, x, mean, variance, gamma, beta);
        NormalizationPlan plan = plan(n, c, hw, x);
        Parameters p = parameters(z, plan);
        if (!relu || !differentiateAtOnce(z, plan, p, dy, y, dgamma, dbeta, dx, dresidual)) {
            CudaBuffer room = relu && (y == null || dresidual == null) ? scratch(z) : null;
            Buffer g = passed(z, relu, dy, y, room, dresidual);
            boolean done = differentiate(z, plan, g, dgamma, dbeta, dx, (dscale, dbias, to) -> normalization()
                    .backward(plan, eps, own(g).pointer(), own(x).pointer(), p, dscale, dbias, to));
            if (!done) {
                CudnnFusedNormalization.super.normalizeBackward(
                        n, c, hw, eps, false, g, null, x, mean, variance, gamma, beta, dgamma, dbeta, dx, null);
            }
            if (room != null) {
                room.storage().free(room);
            }
        }
        memory().giveBack(p.block());
    }

    /** What of dy ReLU let pass, in dresidual if there is one. */
    private Buffer passed(
            Batch z,
            boolean relu,
            Buffer dy,
            @Nullable Buffer y,
            @Nullable CudaBuffer room,
            @Nullable Buffer dresidual) {
        Buffer g = dresidual != null ? dresidual : room != null ? room : dy;
        if (relu && y == null) {
            // the signs alone matter
            Buffer again = Objects.requireNonNull(room);
            normalize(
                    z.n(),
                    z.c(),
                    z.hw(),
                    z.eps(),
                    false,
                    z.x(),
                    z.mean(),
                    z.variance(),
                    z.gamma(),
                    z.beta(),
                    null,
                    again);
            reluBackward(z.shape(), again, dy, g);
        } else if (relu) {
            reluBackward(z.shape(), Objects.requireNonNull(y), dy, g);
        } else if (!same(g, dy)) {
            copy(z.shape(), dy, g);
        }
        return g;
    }
}
