/**
 * NVIDIA GPUs through JCuda: cuDNN's convolutions, cuBLAS's matrix product, own kernels for the rest. Activations and
 * filters are kept with channels last, padded to 16 bytes, in float32 or bf16; PLAIN is float32, row-major.
 */
@NullMarked
package janus.kernels.cuda;

import org.jspecify.annotations.NullMarked;
