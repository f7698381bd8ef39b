package janus.kernels.cuda;

import janus.kernels.Buffer;
import janus.kernels.Role;
import jcuda.Pointer;

/** What normalization by cuDNN and its fused forms share. */
interface CudnnFamily extends CudaNormalization, CudaElementwise {
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
        Parameters p = new Parameters(memory().take(Parameters.bytes(plan.channels())), plan.channels());
        launch().of("dnn", "parameters_f32")
                .sizes(z.c(), plan.channels())
                .scalar(z.eps())
                .in(z.mean(), z.variance(), z.gamma(), z.beta())
                .at(p.block().address)
                .over(plan.channels());
        return p;
    }

    /** Makes {@code call} over x and g; dx may be either. */
    default boolean differentiate(
            Batch z, NormalizationPlan plan, Buffer g, Buffer dgamma, Buffer dbeta, Buffer dx, Gradients call) {
        long bytes = (long) plan.channels() * Float.BYTES;
        Block sums = memory().take(2 * bytes);
        CudaBuffer to = apart(z, dx, z.x(), g);
        boolean done = call.write(sums.pointer, sums.pointer.withByteOffset(bytes), to.pointer());
        if (done) {
            launch().of("dnn", "gradients_f32")
                    .sizes(z.c(), plan.channels())
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
}
