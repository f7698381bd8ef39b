package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDeriveBNTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnGetBatchNormalizationBackwardExWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize;
import static jcuda.jcudnn.JCudnn.cudnnGetBatchNormalizationTrainingExReserveSpaceSize;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL;
import static jcuda.jcudnn.cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL_PERSISTENT;
import static jcuda.jcudnn.cudnnBatchNormOps.CUDNN_BATCHNORM_OPS_BN_ACTIVATION;
import static jcuda.jcudnn.cudnnBatchNormOps.CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION;

import java.util.HashSet;
import java.util.Set;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A batch as cuDNN's normalization knows it, padding lanes as channels like others, and what cuDNN has no kernels for:
 * that is asked once.
 */
final class NormalizationPlan implements AutoCloseable {
    /** Channels count padding lanes; {@code narrow} maps are bf16. */
    record Size(int n, int channels, int hw, boolean narrow) {}

    /** A normalization with what follows it in one call, and the bytes that its directions want and share. */
    record Fused(int operation, long forward, long backward, long reserve) {}

    final Size z;
    /** x, y, residual and their gradients. */
    final cudnnTensorDescriptor map;
    /** A number for each channel. */
    final cudnnTensorDescriptor parameters = new cudnnTensorDescriptor();

    private final Set<String> refused = new HashSet<>();
    private @Nullable Fused rectified;
    private @Nullable Fused added;

    NormalizationPlan(cudnnHandle handle, Size z, cudnnActivationDescriptor relu) {
        this.z = z;
        map = Dnn.tensor(z.narrow, z.n, z.channels, 1, z.hw, z);
        check(cudnnCreateTensorDescriptor(parameters), "cudnnCreateTensorDescriptor");
        check(cudnnDeriveBNTensorDescriptor(parameters, map, CUDNN_BATCHNORM_SPATIAL), "cudnnDeriveBNTensorDescriptor");
        // documented for maps of 16 bits alone
        if (z.narrow) {
            rectified = fused(handle, relu, CUDNN_BATCHNORM_OPS_BN_ACTIVATION);
            added = fused(handle, relu, CUDNN_BATCHNORM_OPS_BN_ADD_ACTIVATION);
        }
    }

    /** Null if cuDNN does not take these sizes. */
    private @Nullable Fused fused(cudnnHandle handle, cudnnActivationDescriptor relu, int operation) {
        int mode = CUDNN_BATCHNORM_SPATIAL_PERSISTENT;
        long[] forward = new long[1];
        long[] backward = new long[1];
        long[] reserve = new long[1];
        boolean taken = cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(
                                handle, mode, operation, map, map, map, parameters, relu, forward)
                        == 0
                && cudnnGetBatchNormalizationBackwardExWorkspaceSize(
                                handle, mode, operation, map, map, map, map, map, parameters, relu, backward)
                        == 0
                && cudnnGetBatchNormalizationTrainingExReserveSpaceSize(handle, mode, operation, relu, map, reserve)
                        == 0;
        return taken ? new Fused(operation, forward[0], backward[0], reserve[0]) : null;
    }

    /** ReLU in the same call, and a residual too if {@code adds}; null if cuDNN has no kernel for it. */
    @Nullable
    Fused fused(boolean adds) {
        return adds ? added : rectified;
    }

    /** Bytes a fused forward leaves to its backward; 0 if there is none. */
    long saved() {
        long reserve = Math.max(added == null ? -1 : added.reserve, rectified == null ? -1 : rectified.reserve);
        return reserve < 0 ? 0 : Saved.bytes(z.channels, reserve);
    }

    /** Whether cuDNN said that it has no kernel for {@code call}. */
    boolean refused(String call) {
        return refused.contains(call);
    }

    /** Whether {@code call} did its work; false if cuDNN has no kernel for it, which is noted. */
    boolean took(String call, int status) {
        if (status != Dnn.NOT_SUPPORTED) {
            check(status, call);
            return true;
        }
        refused.add(call);
        return false;
    }

    /** Notes that cuDNN has no kernel for what {@link #fused(boolean)} told. */
    void refuse(Fused fused) {
        rectified = fused.equals(rectified) ? null : rectified;
        added = fused.equals(added) ? null : added;
    }

    private void check(int status, String call) {
        Dnn.check(status, call, z);
    }

    @Override
    public void close() {
        check(cudnnDestroyTensorDescriptor(map), "cudnnDestroyTensorDescriptor");
        check(cudnnDestroyTensorDescriptor(parameters), "cudnnDestroyTensorDescriptor");
    }
}
