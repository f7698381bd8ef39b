package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.fresh;
import static jcuda.jcudnn.JCudnn.cudnnBackendExecute;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_COMP_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_CONV_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_DILATIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_ENGINE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_RESULTS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_GLOBAL_INDEX;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_OPERATION_GRAPH;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_OPS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DIMENSIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_STRIDES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_UNIQUE_ID;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_CONVOLUTION_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_HEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_KNOB_TYPE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_TENSOR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;
import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;

import java.util.List;
import java.util.Map;

/** The graph of one convolution of the emulated cuDNN; what it is made of is closed once it is made. */
final class EmulatedGraph implements AutoCloseable {
    static final int HEURISTIC = 3;
    static final int FALLBACK = 2;
    static final int ALIGNMENT = 16;
    /** Of x, w and y. */
    static final long[] IDS = {'x', 'w', 'y'};

    /** A direction's kind of operation, and the first of its attributes. */
    private record Operation(int type, int first) {}

    private static final Map<DnnDirection, Operation> OPERATIONS = Map.of(
            DnnDirection.FORWARD, new Operation(CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR, 700),
            DnnDirection.DATA, new Operation(CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR, 706),
            DnnDirection.FILTER, new Operation(CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR, 712));

    final EmulatedDnn dnn;
    final Descriptor graph;

    /** Of the sizes of x, w and y, by a convolution that is not made yet. */
    EmulatedGraph(
            EmulatedDnn dnn, DnnDirection direction, float beta, Descriptor convolution, int[] x, int[] w, int[] y) {
        this.dnn = dnn;
        Operation kind = OPERATIONS.get(direction);
        try (Descriptor xt = tensor(dnn, 'x', x).made();
                Descriptor wt = tensor(dnn, 'w', w).made();
                Descriptor yt = tensor(dnn, 'y', y).made();
                convolution;
                Descriptor operation = new Descriptor(kind.type())
                        .scalar(kind.first(), 1)
                        .scalar(kind.first() + 1, beta)
                        .with(kind.first() + 2, convolution.made())
                        .with(kind.first() + 3, wt)
                        .with(kind.first() + 4, xt)
                        .with(kind.first() + 5, yt)
                        .made()) {
            graph = new Descriptor(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR)
                    .handle(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, dnn.handle)
                    .with(CUDNN_ATTR_OPERATIONGRAPH_OPS, operation)
                    .made();
        }
    }

    /** Of the sizes of {@link EmulatedConvolution}. */
    EmulatedGraph(EmulatedDnn dnn, DnnDirection direction, float beta) {
        this(
                dnn,
                direction,
                beta,
                convolution(2, 1, 1),
                EmulatedConvolution.X,
                EmulatedConvolution.F,
                EmulatedConvolution.Y);
    }

    /** Not made yet. */
    static Descriptor tensor(EmulatedDnn dnn, long id, int... z) {
        long c = z[1];
        long h = z[2];
        long w = z[3];
        long[] strides = dnn.bf16 ? new long[] {h * w * c, 1, w * c, c} : new long[] {c * h * w, h * w, w, 1};
        return new Descriptor(CUDNN_BACKEND_TENSOR_DESCRIPTOR)
                .enumerated(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, dnn.type())
                .with(CUDNN_ATTR_TENSOR_DIMENSIONS, z[0], c, h, w)
                .with(CUDNN_ATTR_TENSOR_STRIDES, strides)
                .with(CUDNN_ATTR_TENSOR_UNIQUE_ID, id)
                .with(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, ALIGNMENT);
    }

    /** Not made yet; {@code pre} and {@code post} are the paddings before and after. */
    static Descriptor convolution(long stride, long pre, long post) {
        return new Descriptor(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR)
                .enumerated(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
                .enumerated(CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, CUDNN_CROSS_CORRELATION)
                .with(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2)
                .with(CUDNN_ATTR_CONVOLUTION_DILATIONS, 1, 1)
                .with(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, stride, stride)
                .with(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, pre, pre)
                .with(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, post, post);
    }

    /** The first configurations, {@code most} at most, that a mode names. */
    List<Descriptor> configs(int mode, int most) {
        try (Descriptor heuristics = new Descriptor(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR)
                .with(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph)
                .enumerated(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, mode)
                .made()) {
            return heuristics.parts(CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, most);
        }
    }

    /** An engine named by its index, not made yet. */
    Descriptor engine(int index) {
        return new Descriptor(CUDNN_BACKEND_ENGINE_DESCRIPTOR)
                .with(CUDNN_ATTR_ENGINE_OPERATION_GRAPH, graph)
                .with(CUDNN_ATTR_ENGINE_GLOBAL_INDEX, index);
    }

    /** A configuration built by hand, not made yet; knobs are pairs of a type and a value. */
    Descriptor config(int index, int[]... knobs) {
        Descriptor[] choices = new Descriptor[knobs.length];
        for (int i = 0; i < knobs.length; i++) {
            choices[i] = new Descriptor(CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR)
                    .enumerated(CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, CUDNN_TYPE_KNOB_TYPE, knobs[i][0])
                    .with(CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE, knobs[i][1])
                    .made();
        }
        try (Descriptor engine = engine(index).made()) {
            Descriptor config =
                    new Descriptor(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR).with(CUDNN_ATTR_ENGINECFG_ENGINE, engine);
            if (knobs.length > 0) {
                config.with(CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, choices);
            }
            List.of(choices).forEach(Descriptor::close);
            return config;
        }
    }

    /** Not made yet. */
    Descriptor plan(Descriptor config) {
        return new Descriptor(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR)
                .handle(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, dnn.handle)
                .with(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, config);
    }

    Descriptor plan(int index, int[]... knobs) {
        try (Descriptor config = config(index, knobs).made()) {
            return plan(config).made();
        }
    }

    static long workspace(Descriptor plan) {
        return plan.number(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
    }

    /** Not made yet. */
    static Descriptor pack(long[] ids, long[] pointers, long workspace) {
        return new Descriptor(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR)
                .with(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, ids)
                .pointers(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, pointers)
                .pointers(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, workspace);
    }

    int execute(Descriptor plan, Descriptor pack) {
        return cudnnBackendExecute(dnn.handle, plan, pack);
    }

    /** Runs an engine over x, w and y, one of them its result. */
    void run(int index, Address x, Address w, Address y) {
        try (Descriptor plan = plan(index);
                Descriptor pack = pack(plan, x, w, y)) {
            EmulatedDnn.works(execute(plan, pack));
        }
    }

    /** With a workspace as large as the plan asks for. */
    static Descriptor pack(Descriptor plan, Address x, Address w, Address y) {
        long bytes = workspace(plan);
        long space = bytes == 0 ? 0 : fresh((int) bytes / 4).value();
        return pack(IDS, new long[] {x.value(), w.value(), y.value()}, space).made();
    }

    @Override
    public void close() {
        graph.close();
    }
}
