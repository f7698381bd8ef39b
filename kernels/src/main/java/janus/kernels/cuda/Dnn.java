package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnConvolutionBiasActivationForward;
import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptor;

import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import jcuda.runtime.cudaStream_t;
import org.jspecify.annotations.Nullable;

/** cuDNN's convolutions, deterministic ones alone; their workspace lasts as long as a call. */
final class Dnn implements AutoCloseable {
    /** cuDNN 9's code; JCudnn has that of older ones. */
    static final int NOT_SUPPORTED = 3000;

    private final Context context;
    private final Memory memory;
    private final Layout layout;
    private final boolean tf32;
    final Activations activations = new Activations();
    private final Map<ConvolutionSize, FusedConvolution> fused = new HashMap<>();
    private final ConvolutionEngines engines;
    private @Nullable Handle opened;
    private @Nullable CUstream stream;

    /**
     * Opens nothing yet.
     *
     * @param tf32 whether float32 may be rounded to 10 bits of mantissa before it is multiplied
     * @param table names engines; null: cuDNN's own order does
     */
    Dnn(
            Context context,
            Memory memory,
            Layout layout,
            boolean tf32,
            @Nullable KernelTable<EngineTable.Key, Engine> table) {
        this.context = context;
        this.memory = memory;
        this.layout = layout;
        this.tf32 = tf32;
        engines = new ConvolutionEngines(layout, Precision.of(layout, tf32), table);
    }

    void forward(ConvolutionSize z, long x, long w, long y) {
        run(new ConvolutionGraph.Key(z, DnnDirection.FORWARD, false), x, w, y);
    }

    void backwardData(ConvolutionSize z, long dy, long w, boolean adds, long dx) {
        run(new ConvolutionGraph.Key(z, DnnDirection.DATA, adds), dx, w, dy);
    }

    void backwardFilter(ConvolutionSize z, long x, long dy, long dw) {
        run(new ConvolutionGraph.Key(z, DnnDirection.FILTER, false), x, dw, dy);
    }

    private void run(ConvolutionGraph.Key key, long x, long w, long y) {
        EnginePlan plan = engines.plan(handle(), key);
        Block space = memory.take(plan.bytes());
        plan.run(x, w, y, space.address);
        memory.giveBack(space);
    }

    /** Whether {@link #normalized} may compute it. */
    boolean fuses(ConvolutionSize z) {
        return !fused(z).refused();
    }

    /** y = act(x·w + shift + residual), act = ReLU if {@code relu}; false if cuDNN has no kernel, then ever after. */
    boolean normalized(
            ConvolutionSize z,
            boolean relu,
            Pointer x,
            Pointer w,
            Pointer shift,
            @Nullable Pointer residual,
            Pointer y) {
        FusedConvolution plan = fused(z);
        Block space = memory.take(plan.bytes);
        int status = cudnnConvolutionBiasActivationForward(
                handle(),
                Factors.ONE,
                plan.x,
                x,
                plan.w,
                w,
                plan.convolution,
                FusedConvolution.ALGORITHM,
                space.pointer,
                plan.bytes,
                residual == null ? Factors.ZERO : Factors.ONE,
                plan.y,
                residual == null ? y : residual,
                plan.shift,
                shift,
                activations.of(relu),
                plan.y,
                y);
        memory.giveBack(space);
        if (status == NOT_SUPPORTED) {
            plan.refuse();
            return false;
        }
        check(status, "cudnnConvolutionBiasActivationForward", z);
        return true;
    }

    private FusedConvolution fused(ConvolutionSize z) {
        return fused.computeIfAbsent(z, _ -> new FusedConvolution(handle(), z, layout, tf32));
    }

    ConvolutionEngines engines() {
        return engines;
    }

    /** For the stream that work goes through now, in the device's context; created when it is first asked for. */
    Handle handle() {
        context.enter();
        if (opened == null) {
            opened = new Handle();
            check(cudnnCreate(opened), "cudnnCreate", "no size yet");
        }
        if (stream != context.stream()) {
            stream = context.stream();
            check(cudnnSetStream(opened, new cudaStream_t(stream)), "cudnnSetStream", "no size yet");
        }
        return opened;
    }

    static int type(boolean bf16) {
        return bf16 ? cudnnDataType.CUDNN_DATA_BFLOAT16 : cudnnDataType.CUDNN_DATA_FLOAT;
    }

    /** Of [n,c,h,w] numbers, channels last; {@code size} is what an error tells. */
    static cudnnTensorDescriptor tensor(boolean bf16, int n, int c, int h, int w, Object size) {
        cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
        check(cudnnCreateTensorDescriptor(tensor), "cudnnCreateTensorDescriptor", size);
        int format = cudnnTensorFormat.CUDNN_TENSOR_NHWC;
        check(cudnnSetTensor4dDescriptor(tensor, format, type(bf16), n, c, h, w), "cudnnSetTensor4dDescriptor", size);
        return tensor;
    }

    /** One line with the call, the sizes and cuDNN's own word for {@code status}, unless that is success. */
    static void check(int status, String call, Object size) {
        if (status != 0) {
            throw new IllegalStateException(
                    "cuda: " + call + ": " + cudnnGetErrorString(status) + " (" + status + ") for " + size);
        }
    }

    @Override
    public void close() {
        engines.close();
        fused.values().forEach(FusedConvolution::close);
        fused.clear();
        activations.close();
        if (opened != null) {
            check(cudnnDestroy(opened), "cudnnDestroy", "the handle");
            opened = null;
        }
    }
}
