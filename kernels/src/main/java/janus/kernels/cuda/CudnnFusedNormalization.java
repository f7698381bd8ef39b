package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import java.util.List;
import java.util.Objects;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What normalization by cuDNN is made of, and normalization with ReLU, and a residual, in one call. That takes x's own
 * statistics, whatever it is given; so it stands in for the others only where those given are known to be x's own.
 */
interface CudnnFusedNormalization extends CudaNormalization, CudaElementwise {
    /** A call that writes dγ and dβ, padding lanes too, and dx; false if it cannot. */
    @FunctionalInterface
    interface Gradients {
        boolean write(Pointer dgamma, Pointer dbeta, Pointer dx);
    }

    DnnNormalization normalization();

    default NormalizationPlan plan(int n, int c, int hw, Buffer x) {
        boolean narrow = layout().narrow(x.role());
        return normalization().plan(new NormalizationPlan.Size(n, stride(x, c), hw, narrow));
    }

    /** The caller gives the block back. */
    default Parameters parameters(Batch z, NormalizationPlan plan) {
        Parameters p = new Parameters(memory().take(Parameters.bytes(plan.z.channels())), plan.z.channels());
        launch().of("dnn", "parameters_f32")
                .sizes(z.c(), plan.z.channels())
                .scalar(z.eps())
                .in(z.mean(), z.variance(), z.gamma(), z.beta())
                .at(p.block().address)
                .over(plan.z.channels());
        return p;
    }

    /** Makes {@code call} over x and g; dx may be either. */
    default boolean differentiate(
            Batch z, NormalizationPlan plan, Buffer g, Buffer dgamma, Buffer dbeta, Buffer dx, Gradients call) {
        long bytes = (long) plan.z.channels() * Float.BYTES;
        Block sums = memory().take(2 * bytes);
        CudaBuffer to = apart(z, dx, z.x(), g);
        boolean done = call.write(sums.pointer, sums.pointer.withByteOffset(bytes), to.pointer());
        if (done) {
            launch().of("dnn", "gradients_f32")
                    .sizes(z.c(), plan.z.channels())
                    .at(sums.address)
                    .out(dgamma, dbeta)
                    .over(z.c());
        }
        settle(z, done, to, dx);
        memory().giveBack(sums);
        return done;
    }

    /** The output, or one like it if it is one of the inputs: {@link #settle} ends its use. */
    default CudaBuffer apart(Batch z, Buffer output, Buffer... inputs) {
        for (Buffer input : inputs) {
            if (same(output, input)) {
                return scratch(z);
            }
        }
        return own(output);
    }

    /** Brings what was written to its output, if {@code done}, and frees what is not the output. */
    default void settle(Batch z, boolean done, CudaBuffer written, Buffer output) {
        written.storage().touch();
        if (written != output) {
            if (done) {
                copy(z.shape(), written, output);
            }
            written.storage().free(written);
        }
    }

    /** A buffer like x, which the caller frees. */
    default CudaBuffer scratch(Batch z) {
        Role role = z.x().role();
        long bytes = layout().bytes(z.shape(), role);
        return new CudaBuffer(z.shape(), role, new CudaBuffer.Storage(memory(), bytes, false), 0);
    }

    default boolean same(Buffer a, Buffer b) {
        return own(a).address() == own(b).address();
    }

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
