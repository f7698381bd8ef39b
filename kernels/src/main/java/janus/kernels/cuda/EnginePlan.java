package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnBackendExecute;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;

/**
 * An engine that is ready to run.
 *
 * @param tensorCores whether it multiplies there, where float32 becomes tf32
 * @param bytes of workspace that it wants
 */
record EnginePlan(Engine engine, boolean tensorCores, long bytes, Descriptor plan, Handle handle) {
    /** Queues it on the tensors at these addresses. */
    void run(long x, long w, long y, long workspace) {
        try (Descriptor pack = new Descriptor(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR)
                .with(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, ConvolutionGraph.X, ConvolutionGraph.W, ConvolutionGraph.Y)
                .pointers(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, x, w, y)
                .pointers(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, workspace)
                .made()) {
            Dnn.check(cudnnBackendExecute(handle, plan, pack), "cudnnBackendExecute", engine);
        }
    }
}
