package janus.kernels.cuda;

import janus.kernels.Buffer;
import java.util.List;
import java.util.Objects;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Normalization with ReLU, and a residual, in one call of cuDNN. It takes x's own statistics, whatever it is given; so it
 * stands in for the others only where those given are known to be x's own.
 */
interface CudnnFusedNormalization extends CudnnFamily {
    /** Notes that mean and variance are those of x as it is now. */
    default void tookStatistics(NormalizationPlan plan, Buffer x, Buffer mean, Buffer variance) {
        if (plan.saved() > 0) {
            own(mean).saved(plan.saved()).begin(versions(x, mean, variance), memory().recording());
        }
    }

    /** y = max(γ·x̂ + β + residual, 0); false if that is for others to do. */
    default boolean normalizeAtOnce(
            Batch z, NormalizationPlan plan, Parameters p, @Nullable Buffer residual, Buffer y) {
        NormalizationPlan.Fused fused = plan.fused(residual != null);
        Saved saved = saved(z);
        if (fused == null || saved == null || same(z.x(), y)) {
            return false;
        }
        Pointer added = residual == null ? null : own(residual).pointer();
        boolean done =
                normalization().forward(plan, fused, z.eps(), own(z.x()).pointer(), p, added, own(y).pointer(), saved);
        own(y).storage().touch();
        if (done) {
            saved.give(fused, own(y).version());
        }
        return done;
    }

    /** Adjoint of {@link #normalizeAtOnce}; false if that is not what gave y. */
    default boolean differentiateAtOnce(
            Batch z,
            NormalizationPlan plan,
            Parameters p,
            Buffer dy,
            @Nullable Buffer y,
            Buffer dgamma,
            Buffer dbeta,
            Buffer dx,
            @Nullable Buffer dresidual) {
        NormalizationPlan.Fused fused = plan.fused(dresidual != null);
        Saved saved = saved(z);
        if (fused == null || saved == null || !fused.equals(saved.fused())) {
            return false;
        }
        if (y == null ? dresidual != null : !own(y).version().equals(saved.output())) {
            return false;
        }
        Pointer x = own(z.x()).pointer();
        CudaBuffer output = y == null ? scratch(z) : own(y);
        CudaBuffer passed = dresidual == null ? null : apart(z, dresidual, dy);
        // y anew is y as it was, to the bit, and so is all that is left to the adjoint
        boolean done = (y != null || normalization().forward(plan, fused, z.eps(), x, p, null, output.pointer(), saved))
                && differentiate(z, plan, dy, dgamma, dbeta, dx, (dscale, dbias, to) -> normalization()
                        .backward(
                                plan,
                                fused,
                                z.eps(),
                                own(dy).pointer(),
                                output.pointer(),
                                x,
                                p,
                                saved,
                                dscale,
                                dbias,
                                to,
                                passed == null ? null : passed.pointer()));
        if (y == null) {
            output.storage().free(output);
        }
        if (passed != null) {
            settle(z, done, passed, Objects.requireNonNull(dresidual));
        }
        return done;
    }

    /** What is kept with the mean; null if mean and variance are not known to be those of x. */
    private @Nullable Saved saved(Batch z) {
        Saved saved = own(z.mean()).saved();
        if (saved == null || !saved.isOf(versions(z.x(), z.mean(), z.variance()), memory().recording())) {
            return null;
        }
        memory().use(saved.block);
        return saved;
    }

    private List<CudaBuffer.Version> versions(Buffer x, Buffer mean, Buffer variance) {
        return List.of(own(x).version(), own(mean).version(), own(variance).version());
    }
}
