package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.CUDNN_BN_MIN_EPSILON;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackward;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationBackwardEx;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardInference;
import static jcuda.jcudnn.JCudnn.cudnnBatchNormalizationForwardTrainingEx;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL_PERSISTENT;

import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * cuDNN's batch normalization, each call false if cuDNN has no kernel for it, then ever after. Outputs lie apart from
 * inputs: cuDNN does not promise to work in place. A workspace lasts as long as a call.
 */
final class DnnNormalization implements AutoCloseable {
    private static final Pointer NOTHING = new Pointer();

    private final Memory memory;
    private final Dnn dnn;
    private final Map<NormalizationPlan.Size, NormalizationPlan> plans = new HashMap<>();

    /** Opens nothing yet. */
    DnnNormalization(Memory memory, Dnn dnn) {
        this.memory = memory;
        this.dnn = dnn;
    }

    NormalizationPlan plan(NormalizationPlan.Size z) {
        NormalizationPlan plan = plans.get(z);
        if (plan == null) {
            plan = new NormalizationPlan(dnn.handle(), z, dnn.activations.of(true));
            plans.put(z, plan);
        }
        return plan;
    }

    /** y = γ·x̂ + β, and what y held if {@code adds}, rounded once. */
    boolean forward(NormalizationPlan plan, double eps, boolean adds, Pointer x, Parameters p, Pointer y) {
        String call = "cudnnBatchNormalizationForwardInference";
        checkEpsilon(eps);
        return !plan.refused(call)
                && plan.took(
                        call,
                        cudnnBatchNormalizationForwardInference(
                                dnn.handle(),
                                CUDNN_BATCHNORM_SPATIAL,
                                Factors.ONE,
                                adds ? Factors.ONE : Factors.ZERO,
                                plan.map,
                                x,
                                plan.map,
                                y,
                                plan.parameters,
                                p.gamma(),
                                p.beta(),
                                p.mean(),
                                p.variance(),
                                eps));
    }

    /** dx, and the gradients of γ and β, from mean and inverse deviation as they are. */
    boolean backward(
            NormalizationPlan plan,
            double eps,
            Pointer dy,
            Pointer x,
            Parameters p,
            Pointer dgamma,
            Pointer dbeta,
            Pointer dx) {
        String call = "cudnnBatchNormalizationBackward";
        checkEpsilon(eps);
        return !plan.refused(call)
                && plan.took(
                        call,
                        cudnnBatchNormalizationBackward(
                                dnn.handle(),
                                CUDNN_BATCHNORM_SPATIAL,
                                Factors.ONE,
                                Factors.ZERO,
                                Factors.ONE,
                                Factors.ZERO,
                                plan.map,
                                x,
                                plan.map,
                                dy,
                                plan.map,
                                dx,
                                plan.parameters,
                                p.gamma(),
                                dgamma,
                                dbeta,
                                eps,
                                p.mean(),
                                p.inverse()));
    }

    /** y = max(γ·x̂ + β + residual, 0) with x's own statistics, taken anew; leaves to backward what it wants. */
    boolean forward(
            NormalizationPlan plan,
            NormalizationPlan.Fused fused,
            double eps,
            Pointer x,
            Parameters p,
            @Nullable Pointer residual,
            Pointer y,
            Saved saved) {
        checkEpsilon(eps);
        Block space = memory.take(fused.forward());
        int status = cudnnBatchNormalizationForwardTrainingEx(
                dnn.handle(),
                CUDNN_BATCHNORM_SPATIAL_PERSISTENT,
                fused.operation(),
                Factors.ONE,
                Factors.ZERO,
                plan.map,
                x,
                plan.map,
                residual == null ? NOTHING : residual,
                plan.map,
                y,
                plan.parameters,
                p.gamma(),
                p.beta(),
                1,
                // running statistics go by the apply-flag, of which cuDNN knows nothing
                NOTHING,
                NOTHING,
                eps,
                saved.mean(),
                saved.inverse(plan.z.channels()),
                dnn.activations.of(true),
                space.pointer,
                fused.forward(),
                saved.reserve(plan.z.channels()),
                fused.reserve());
        memory.giveBack(space);
        return took(plan, fused, "cudnnBatchNormalizationForwardTrainingEx", status);
    }

    /** Adjoint of the fused forward. */
    boolean backward(
            NormalizationPlan plan,
            NormalizationPlan.Fused fused,
            double eps,
            Pointer dy,
            Pointer y,
            Pointer x,
            Parameters p,
            Saved saved,
            Pointer dgamma,
            Pointer dbeta,
            Pointer dx,
            @Nullable Pointer dresidual) {
        checkEpsilon(eps);
        Block space = memory.take(fused.backward());
        int status = cudnnBatchNormalizationBackwardEx(
                dnn.handle(),
                CUDNN_BATCHNORM_SPATIAL_PERSISTENT,
                fused.operation(),
                Factors.ONE,
                Factors.ZERO,
                Factors.ONE,
                Factors.ZERO,
                plan.map,
                x,
                plan.map,
                y,
                plan.map,
                dy,
                plan.map,
                dresidual == null ? NOTHING : dresidual,
                plan.map,
                dx,
                plan.parameters,
                p.gamma(),
                p.beta(),
                dgamma,
                dbeta,
                eps,
                saved.mean(),
                saved.inverse(plan.z.channels()),
                dnn.activations.of(true),
                space.pointer,
                fused.backward(),
                saved.reserve(plan.z.channels()),
                fused.reserve());
        memory.giveBack(space);
        return took(plan, fused, "cudnnBatchNormalizationBackwardEx", status);
    }

    private static boolean took(NormalizationPlan plan, NormalizationPlan.Fused fused, String call, int status) {
        if (plan.took(call, status)) {
            return true;
        }
        plan.refuse(fused);
        return false;
    }

    private static void checkEpsilon(double eps) {
        if (!(eps >= CUDNN_BN_MIN_EPSILON)) {
            throw new IllegalArgumentException("batch normalization: cuDNN takes no eps below " + CUDNN_BN_MIN_EPSILON
                    + ", given " + eps + "; use a larger one, or a device without " + Normalizer.CUDNN.word);
        }
    }

    @Override
    public void close() {
        plans.values().forEach(NormalizationPlan::close);
        plans.clear();
    }
}
