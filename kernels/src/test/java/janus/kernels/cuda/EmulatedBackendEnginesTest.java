package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.SUCCESS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_ENGINE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_GLOBAL_INDEX;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_KNOB_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the emulated cuDNN's heuristics name, and which engines and knobs it takes by hand. */
class EmulatedBackendEnginesTest {
    private static final int TENSOR_CORE = 0;
    private static final int DOWN_CONVERT_INPUTS = 1;
    private static final int NONDETERMINISTIC = 4;

    /** An engine's index, its numerical notes and what its configuration chooses of its knobs, type before value. */
    private record Offer(long engine, List<Integer> notes, List<Long> knobs) {
        static Offer of(Descriptor config) {
            Descriptor engine = config.parts(CUDNN_ATTR_ENGINECFG_ENGINE, CUDNN_BACKEND_ENGINE_DESCRIPTOR, 1)
                    .getFirst();
            List<Long> chosen = new ArrayList<>();
            for (Descriptor knob :
                    config.parts(CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR, 8)) {
                chosen.add((long) knob.all(CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, CUDNN_TYPE_KNOB_TYPE, 1)
                        .getFirst());
                chosen.add(knob.number(CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE));
                knob.close();
            }
            Offer offer = new Offer(
                    engine.number(CUDNN_ATTR_ENGINE_GLOBAL_INDEX),
                    engine.all(CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE, 8),
                    chosen);
            engine.close();
            config.close();
            return offer;
        }
    }

    private static List<Offer> offers(EmulatedGraph graph, int mode, int most) {
        return graph.configs(mode, most).stream().map(Offer::of).toList();
    }

    @Test
    void heuristicsNameEnginesOfEveryKind() {
        try (EmulatedDnn dnn = new EmulatedDnn(true);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FILTER, 0)) {
            assertThat(offers(graph, EmulatedGraph.HEURISTIC, 64))
                    .containsExactly(
                            new Offer(30, List.of(NONDETERMINISTIC), List.of()),
                            new Offer(31, List.of(), List.of()),
                            new Offer(32, List.of(), List.of()),
                            new Offer(33, List.of(TENSOR_CORE), List.of(2L, 1L, 13L, 0L)),
                            new Offer(33, List.of(TENSOR_CORE), List.of(2L, 4L, 13L, 1L)),
                            new Offer(34, List.of(TENSOR_CORE, DOWN_CONVERT_INPUTS), List.of()));
            assertThat(offers(graph, EmulatedGraph.HEURISTIC, 2))
                    .extracting(Offer::engine)
                    .containsExactly(30L, 31L);
            assertThat(offers(graph, EmulatedGraph.FALLBACK, 64)).containsExactly(new Offer(1, List.of(), List.of()));
        }
    }

    /** Beside 256 bytes: a float for each number of the result and each step of the first knob, 1 unless chosen. */
    @Test
    void workspaceDependsOnEngineSizesAndKnobs() {
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.DATA, 0);
                Descriptor exact = graph.plan(32);
                Descriptor plain = graph.plan(33);
                Descriptor large = graph.plan(33, new int[] {2, 4}, new int[] {13, 1})) {
            int dx = 2 * 3 * 7 * 6;
            assertThat(EmulatedGraph.workspace(exact)).isZero();
            assertThat(EmulatedGraph.workspace(plain)).isEqualTo(256 + 4 * dx);
            assertThat(EmulatedGraph.workspace(large)).isEqualTo(256 + 16 * dx);
        }
    }

    @Test
    void planOfAnEngineThatDoesNotTakeTheGraphIsNotSupported() {
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor config = graph.config(31).made();
                Descriptor plan = graph.plan(config);
                Descriptor unknown = graph.engine(2)) {
            assertThat(plan.finish()).isEqualTo(NOT_SUPPORTED);
            assertThat(dnn.gpu.emulation.failure())
                    .isEqualTo("cudnnBackendFinalize: engine 31 does not take this graph");
            assertThat(unknown.finish()).isEqualTo(NOT_SUPPORTED);
        }
    }

    @Test
    void knobsThatAnEngineLacksAreRefused() {
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor none = graph.config(32, new int[] {2, 1});
                Descriptor other = graph.config(33, new int[] {3, 1});
                Descriptor high = graph.config(33, new int[] {2, 5});
                Descriptor twice = graph.config(33, new int[] {2, 1}, new int[] {2, 4});
                Descriptor one = graph.config(33, new int[] {13, 1})) {
            assertThat(none.finish()).isEqualTo(NOT_SUPPORTED);
            assertThat(other.finish()).isEqualTo(NOT_SUPPORTED);
            assertThat(high.finish()).isEqualTo(NOT_SUPPORTED);
            assertThat(twice.finish()).isEqualTo(BAD_PARAM);
            assertThat(one.finish()).isEqualTo(SUCCESS);
        }
    }

    @Test
    void noPlanIsSupportedWhereTheEmulationIsToldSo() {
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor config = graph.config(32).made();
                Descriptor plan = graph.plan(config)) {
            dnn.gpu.emulation.unsupported("cudnnBackendFinalize");
            try {
                assertThat(plan.finish()).isEqualTo(NOT_SUPPORTED);
            } finally {
                dnn.gpu.emulation.unsupported("");
            }
            assertThat(plan.finish()).isEqualTo(SUCCESS);
        }
    }
}
