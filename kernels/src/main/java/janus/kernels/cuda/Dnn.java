package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardData;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBackwardFilter;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionBiasActivationForward;
import static jcuda.jcudnn.JCudnn.cudnnConvolutionForward;
import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;

import janus.kernels.ConvolutionSize;
import janus.kernels.KernelTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
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
    private final @Nullable KernelTable<AlgorithmTable.Key, Integer> table;
    private final Factors factors = new Factors();
    private final Activations activations = new Activations();
    private final Map<ConvolutionSize, ConvolutionPlan> plans = new HashMap<>();
    private @Nullable cudnnHandle opened;

    /**
     * Opens nothing yet.
     *
     * @param tf32 whether float32 may be rounded to 10 bits of mantissa before it is multiplied
     * @param table names algorithms; null: the fixed rule does
     */
    Dnn(
            Context context,
            Memory memory,
            Layout layout,
            boolean tf32,
            @Nullable KernelTable<AlgorithmTable.Key, Integer> table) {
        this.context = context;
        this.memory = memory;
        this.layout = layout;
        this.tf32 = tf32;
        this.table = table;
    }

    void forward(ConvolutionSize z, Pointer x, Pointer w, Pointer y) {
        ConvolutionPlan plan = plan(z);
        ConvolutionPlan.Choice choice = plan.choice(DnnDirection.FORWARD);
        Block space = memory.take(choice.bytes());
        int status = cudnnConvolutionForward(
                handle(),
                factors.one(),
                plan.x(),
                x,
                plan.w(),
                w,
                plan.convolution(),
                choice.algorithm(),
                space.pointer,
                choice.bytes(),
                factors.zero(),
                plan.y(),
                y);
        memory.giveBack(space);
        check(status, "cudnnConvolutionForward", z);
    }

    /** Whether {@link #normalized} may compute it. */
    boolean fuses(ConvolutionSize z) {
        return plan(z).fused() != null;
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
        ConvolutionPlan plan = plan(z);
        ConvolutionPlan.Choice choice = Objects.requireNonNull(plan.fused());
        Block space = memory.take(choice.bytes());
        int status = cudnnConvolutionBiasActivationForward(
                handle(),
                factors.one(),
                plan.x(),
                x,
                plan.w(),
                w,
                plan.convolution(),
                choice.algorithm(),
                space.pointer,
                choice.bytes(),
                residual == null ? factors.zero() : factors.one(),
                plan.y(),
                residual == null ? y : residual,
                plan.shift(),
                shift,
                activations.of(relu),
                plan.y(),
                y);
        memory.giveBack(space);
        if (status == NOT_SUPPORTED) {
            plan.refuseFused();
            return false;
        }
        check(status, "cudnnConvolutionBiasActivationForward", z);
        return true;
    }

    void backwardData(ConvolutionSize z, Pointer dy, Pointer w, boolean adds, Pointer dx) {
        ConvolutionPlan plan = plan(z);
        ConvolutionPlan.Choice choice = plan.choice(DnnDirection.DATA);
        Block space = memory.take(choice.bytes());
        int status = cudnnConvolutionBackwardData(
                handle(),
                factors.one(),
                plan.w(),
                w,
                plan.y(),
                dy,
                plan.convolution(),
                choice.algorithm(),
                space.pointer,
                choice.bytes(),
                adds ? factors.one() : factors.zero(),
                plan.x(),
                dx);
        memory.giveBack(space);
        check(status, "cudnnConvolutionBackwardData", z);
    }

    void backwardFilter(ConvolutionSize z, Pointer x, Pointer dy, Pointer dw) {
        ConvolutionPlan plan = plan(z);
        ConvolutionPlan.Choice choice = plan.choice(DnnDirection.FILTER);
        Block space = memory.take(choice.bytes());
        int status = cudnnConvolutionBackwardFilter(
                handle(),
                factors.one(),
                plan.x(),
                x,
                plan.y(),
                dy,
                plan.convolution(),
                choice.algorithm(),
                space.pointer,
                choice.bytes(),
                factors.zero(),
                plan.w(),
                dw);
        memory.giveBack(space);
        check(status, "cudnnConvolutionBackwardFilter", z);
    }

    ConvolutionPlan plan(ConvolutionSize z) {
        context.enter();
        ConvolutionPlan plan = plans.get(z);
        if (plan == null) {
            plan = new ConvolutionPlan(handle(), z, layout, tf32, table);
            plans.put(z, plan);
        }
        return plan;
    }

    /** Of this device's stream; created when it is first asked for. */
    cudnnHandle handle() {
        if (opened == null) {
            cudnnHandle handle = new cudnnHandle();
            check(cudnnCreate(handle), "cudnnCreate", "no size yet");
            check(cudnnSetStream(handle, new cudaStream_t(context.stream())), "cudnnSetStream", "no size yet");
            opened = handle;
        }
        return opened;
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
        plans.values().forEach(ConvolutionPlan::close);
        plans.clear();
        activations.close();
        if (opened != null) {
            check(cudnnDestroy(opened), "cudnnDestroy", "the handle");
            opened = null;
        }
    }
}
