package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.succeeds;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptor;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_BFLOAT16;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;
import static jcuda.jcudnn.cudnnTensorFormat.CUDNN_TENSOR_NCHW;
import static jcuda.jcudnn.cudnnTensorFormat.CUDNN_TENSOR_NHWC;
import static org.assertj.core.api.Assertions.assertThat;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.runtime.cudaStream_t;

/** A handle of the emulated cuDNN, and tensors of one storage: float32 by planes, or bfloat16 channels last. */
final class EmulatedDnn implements AutoCloseable {
    /** The codes of cuDNN 9. */
    static final int SUCCESS = 0;

    static final int NOT_INITIALIZED = 1001;
    static final int BAD_PARAM = 2000;
    static final int NOT_SUPPORTED = 3000;
    static final int EXECUTION_FAILED = 5000;

    final EmulatedContext gpu = new EmulatedContext();
    final Handle handle = new Handle();
    final boolean bf16;

    EmulatedDnn(boolean bf16) {
        this.bf16 = bf16;
        JCudnn.setExceptionsEnabled(false);
        works(cudnnCreate(handle));
        works(cudnnSetStream(handle, new cudaStream_t(gpu.stream)));
    }

    @Override
    public void close() {
        works(cudnnDestroy(handle));
        gpu.close();
    }

    static void works(int status) {
        assertThat(status).isEqualTo(SUCCESS);
    }

    static Pointer factor(float value) {
        return Pointer.to(new float[] {value});
    }

    int type() {
        return bf16 ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
    }

    int format() {
        return bf16 ? CUDNN_TENSOR_NHWC : CUDNN_TENSOR_NCHW;
    }

    cudnnTensorDescriptor tensor(int... z) {
        cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
        works(cudnnCreateTensorDescriptor(tensor));
        works(cudnnSetTensor4dDescriptor(tensor, format(), type(), z[0], z[1], z[2], z[3]));
        return tensor;
    }

    /** Memory that holds the numbers, given by planes. */
    Address upload(double[] numbers, int... z) {
        Address memory = empty(z);
        if (bf16) {
            short[] halves = new short[numbers.length];
            for (int i = 0; i < halves.length; i++) {
                halves[place(i, z)] = (short) (Float.floatToRawIntBits((float) numbers[i]) >>> 16);
            }
            succeeds(cuMemcpyHtoD(memory, Pointer.to(halves), 2L * halves.length));
        } else {
            float[] floats = new float[numbers.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) numbers[i];
            }
            succeeds(cuMemcpyHtoD(memory, Pointer.to(floats), 4L * floats.length));
        }
        return memory;
    }

    Address empty(int... z) {
        Address memory = new Address();
        succeeds(cuMemAlloc(memory, (bf16 ? 2L : 4L) * z[0] * z[1] * z[2] * z[3]));
        return memory;
    }

    /** The numbers, by planes. */
    double[] download(CUdeviceptr memory, int... z) {
        double[] numbers = new double[z[0] * z[1] * z[2] * z[3]];
        short[] halves = new short[numbers.length];
        float[] floats = new float[numbers.length];
        succeeds(cuMemcpyDtoH(
                bf16 ? Pointer.to(halves) : Pointer.to(floats), memory, (bf16 ? 2L : 4L) * numbers.length));
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = bf16 ? Float.intBitsToFloat(halves[place(i, z)] << 16) : floats[i];
        }
        return numbers;
    }

    /** The number as a tensor holds it. */
    double stored(double number) {
        int bits = Float.floatToRawIntBits((float) number);
        return Float.intBitsToFloat(bf16 ? (bits + 0x7FFF + (bits >>> 16 & 1)) >> 16 << 16 : bits);
    }

    /** Where the i-th number by planes lies with channels last. */
    private static int place(int i, int[] z) {
        int hw = z[2] * z[3];
        int image = i / (z[1] * hw);
        return (image * hw + i % hw) * z[1] + i / hw % z[1];
    }
}
