package janus.kernels.cuda;

/**
 * As {@link CudaKernels}, with batches normalized by cuDNN. Normalization, ReLU and pooling of a network's first layers
 * stay one kernel: cuDNN has no call for them, and a map between them in bf16 would have ties that float32 has not.
 */
record CudnnKernels(Layout layout, Memory memory, Launch launch, Dnn dnn, Blas blas, DnnNormalization normalization)
        implements CudaConvolutions,
                CudaElementwise,
                CudaLosses,
                CudaReductions,
                CudaNormalizedPooling,
                CudaUpdates,
                CudaPictures,
                CudnnNormalization {}
