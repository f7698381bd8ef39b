package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyActivationDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetActivationDescriptor;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_IDENTITY;
import static jcuda.jcudnn.cudnnActivationMode.CUDNN_ACTIVATION_RELU;
import static jcuda.jcudnn.cudnnNanPropagation.CUDNN_PROPAGATE_NAN;

import java.util.HashMap;
import java.util.Map;
import jcuda.jcudnn.cudnnActivationDescriptor;

/** ReLU and the identity, as cuDNN knows them. */
final class Activations implements AutoCloseable {
    private final Map<Boolean, cudnnActivationDescriptor> known = new HashMap<>();

    cudnnActivationDescriptor of(boolean relu) {
        return known.computeIfAbsent(relu, Activations::create);
    }

    private static cudnnActivationDescriptor create(boolean relu) {
        cudnnActivationDescriptor activation = new cudnnActivationDescriptor();
        int mode = relu ? CUDNN_ACTIVATION_RELU : CUDNN_ACTIVATION_IDENTITY;
        Dnn.check(cudnnCreateActivationDescriptor(activation), "cudnnCreateActivationDescriptor", "any size");
        Dnn.check(
                cudnnSetActivationDescriptor(activation, mode, CUDNN_PROPAGATE_NAN, 0),
                "cudnnSetActivationDescriptor",
                "any size");
        return activation;
    }

    @Override
    public void close() {
        known.values()
                .forEach(activation -> Dnn.check(
                        cudnnDestroyActivationDescriptor(activation), "cudnnDestroyActivationDescriptor", "any size"));
        known.clear();
    }
}
