package janus.kernels.cuda;

/** All kernels of this device, a file for each family. */
record CudaKernels(Layout layout, Memory memory, Launch launch, Dnn dnn, Blas blas)
        implements CudaConvolutions,
                CudaElementwise,
                CudaLosses,
                CudaReductions,
                CudaNormalizedPooling,
                CudaUpdates,
                CudaPictures {}
