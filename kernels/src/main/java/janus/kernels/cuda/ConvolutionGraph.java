package janus.kernels.cuda;

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
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
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
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_CONVOLUTION_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_HEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_KNOB_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_TENSOR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_TENSOR_CORE;

import janus.kernels.ConvolutionSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a convolution in cuDNN's graph interface, padding lanes as channels like others: zeros times zeros keep
 * them 0. Its older interface reaches half to nine tenths of the speed on Hopper.
 */
final class ConvolutionGraph implements AutoCloseable {
    /** What the tensors are called. */
    static final long X = 'x';

    static final long W = 'w';
    static final long Y = 'y';

    /** All that it depends on. */
    record Key(ConvolutionSize z, DnnDirection direction, boolean adds) {}

    /** Ranked by cuDNN's model of the GPU; JCudnn knows older modes alone. */
    private static final int RANKED = 3;
    /** What there is where nothing better is. */
    private static final int FALLBACK = 2;

    private static final int MOST_ENGINES = 64;
    private static final int MOST_KNOBS = 32;
    private static final int MOST_NOTES = 16;
    private static final int ALIGNMENT = 16;

    private final Handle handle;
    private final Key key;
    private final Deque<Descriptor> made = new ArrayDeque<>();
    private final Descriptor graph;

    ConvolutionGraph(Handle handle, Layout layout, Key key) {
        this.handle = handle;
        this.key = key;
        ConvolutionSize z = key.z;
        int c = layout.padded(z.c());
        int k = layout.padded(z.k());
        int type = Dnn.type(layout.bf16());
        Descriptor x = tensor(X, type, z.n(), c, z.h(), z.w());
        Descriptor w = tensor(W, type, k, c, z.r(), z.s());
        Descriptor y = tensor(Y, type, z.n(), k, z.p(), z.q());
        Descriptor operation = kept(key.direction.of(convolution(z), x, w, y, key.adds));
        graph = kept(new Descriptor(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR)
                .handle(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, handle)
                .with(CUDNN_ATTR_OPERATIONGRAPH_OPS, operation)
                .made());
    }

    /** Of [n,c,h,w] numbers, channels last. */
    private Descriptor tensor(long id, int type, long n, long c, long h, long w) {
        return kept(new Descriptor(CUDNN_BACKEND_TENSOR_DESCRIPTOR)
                .enumerated(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, type)
                .with(CUDNN_ATTR_TENSOR_DIMENSIONS, n, c, h, w)
                .with(CUDNN_ATTR_TENSOR_STRIDES, h * w * c, 1, w * c, c)
                .with(CUDNN_ATTR_TENSOR_UNIQUE_ID, id)
                .with(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, ALIGNMENT)
                .made());
    }

    private Descriptor convolution(ConvolutionSize z) {
        int mode = cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
        return kept(new Descriptor(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR)
                .enumerated(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, cudnnDataType.CUDNN_DATA_FLOAT)
                .enumerated(CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, mode)
                .with(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2)
                .with(CUDNN_ATTR_CONVOLUTION_DILATIONS, 1, 1)
                .with(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, z.stride(), z.stride())
                .with(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, z.pad(), z.pad())
                .with(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, z.pad(), z.pad())
                .made());
    }

    /** What cuDNN proposes, the fastest by its own reckoning first; not all of it may run. */
    List<Engine> proposals() {
        return Stream.of(RANKED, FALLBACK)
                .flatMap(mode -> proposals(mode).stream())
                .distinct()
                .toList();
    }

    private List<Engine> proposals(int mode) {
        List<Engine> engines = new ArrayList<>();
        try (Descriptor heuristics = new Descriptor(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR)
                .with(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph)
                .enumerated(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, mode)) {
            if (heuristics.finish() == 0) {
                heuristics
                        .parts(CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, MOST_ENGINES)
                        .forEach(configuration -> engines.add(engine(configuration)));
            }
        }
        return engines;
    }

    /** What {@code configuration}, which is closed, stands for. */
    private static Engine engine(Descriptor configuration) {
        try (configuration;
                Descriptor engine = configuration
                        .parts(CUDNN_ATTR_ENGINECFG_ENGINE, CUDNN_BACKEND_ENGINE_DESCRIPTOR, 1)
                        .getFirst()) {
            Map<Integer, Long> knobs = new TreeMap<>();
            for (Descriptor part : configuration.parts(
                    CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR, MOST_KNOBS)) {
                try (Descriptor knob = part) {
                    int type = knob.all(CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, CUDNN_TYPE_KNOB_TYPE, 1)
                            .getFirst();
                    knobs.put(type, knob.number(CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE));
                }
            }
            return new Engine(engine.number(CUDNN_ATTR_ENGINE_GLOBAL_INDEX), knobs);
        }
    }

    /**
     * {@code chosen}, ready to run; null if cuDNN does not take it here, or if it gives other bits each time, or rounds
     * more than its precision does.
     */
    @Nullable
    EnginePlan plan(Engine chosen) {
        Descriptor engine = kept(new Descriptor(CUDNN_BACKEND_ENGINE_DESCRIPTOR)
                .with(CUDNN_ATTR_ENGINE_OPERATION_GRAPH, graph)
                .with(CUDNN_ATTR_ENGINE_GLOBAL_INDEX, chosen.index()));
        if (engine.finish() != 0) {
            return null;
        }
        List<Integer> notes = engine.all(CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE, MOST_NOTES);
        Descriptor configuration = configuration(chosen, engine);
        Descriptor plan = kept(new Descriptor(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR)
                .handle(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, handle));
        if (notes.stream().anyMatch(note -> note != CUDNN_NUMERICAL_NOTE_TENSOR_CORE)
                || configuration == null
                || configuration.finish() != 0
                || plan.with(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, configuration)
                                .finish()
                        != 0) {
            return null;
        }
        long bytes = plan.number(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
        return new EnginePlan(chosen, notes.contains(CUDNN_NUMERICAL_NOTE_TENSOR_CORE), bytes, plan, handle);
    }

    /** Null if cuDNN does not know one of the knobs. */
    private @Nullable Descriptor configuration(Engine chosen, Descriptor engine) {
        List<Descriptor> knobs = new ArrayList<>();
        for (Map.Entry<Integer, Long> choice : chosen.knobs().entrySet()) {
            Descriptor knob = kept(new Descriptor(CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR));
            if (knob.status(CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, CUDNN_TYPE_KNOB_TYPE, choice.getKey()) != 0
                    || knob.with(CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE, choice.getValue())
                                    .finish()
                            != 0) {
                return null;
            }
            knobs.add(knob);
        }
        Descriptor configuration =
                kept(new Descriptor(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR).with(CUDNN_ATTR_ENGINECFG_ENGINE, engine));
        return knobs.isEmpty()
                ? configuration
                : configuration.with(CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, knobs.toArray(Descriptor[]::new));
    }

    private Descriptor kept(Descriptor descriptor) {
        made.push(descriptor);
        return descriptor;
    }

    @Override
    public String toString() {
        return key.direction + " of " + key.z;
    }

    @Override
    public void close() {
        made.forEach(Descriptor::close);
        made.clear();
    }
}
