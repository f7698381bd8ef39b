package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.fresh;
import static janus.kernels.cuda.EmulatedConvolution.F;
import static janus.kernels.cuda.EmulatedConvolution.X;
import static janus.kernels.cuda.EmulatedConvolution.Y;
import static janus.kernels.cuda.EmulatedDnn.BAD_PARAM;
import static janus.kernels.cuda.EmulatedDnn.EXECUTION_FAILED;
import static janus.kernels.cuda.EmulatedDnn.NOT_INITIALIZED;
import static janus.kernels.cuda.EmulatedDnn.NOT_SUPPORTED;
import static janus.kernels.cuda.EmulatedDnn.SUCCESS;
import static janus.kernels.cuda.EmulatedGraph.IDS;
import static jcuda.jcudnn.JCudnn.cudnnBackendExecute;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_DILATIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DIMENSIONS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_STRIDES;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_UNIQUE_ID;
import static jcuda.jcudnn.cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_MATMUL_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_TENSOR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cuDNN's graph interface refuses, the emulated one does too. */
class EmulatedBackendRefusalsTest {
    private EmulatedDnn dnn;

    @BeforeEach
    void open() {
        dnn = new EmulatedDnn(false);
    }

    @AfterEach
    void close() {
        dnn.close();
    }

    private void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("BAD_PARAM");
        assertThat(dnn.gpu.emulation.failure()).contains(why);
    }

    private Descriptor tensor() {
        return EmulatedGraph.tensor(dnn, 'x', X);
    }

    @Test
    void attributesAreSetAsTheyAreDefinedAndBeforeTheEnd() {
        Descriptor tensor = tensor();
        refused(() -> tensor.scalar(CUDNN_ATTR_TENSOR_UNIQUE_ID, 1), "attribute 906 is not of type 4");
        refused(() -> tensor.with(CUDNN_ATTR_TENSOR_UNIQUE_ID, 1, 2), "attribute 906 with 2 elements");
        refused(() -> tensor.with(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2), "no attribute 106");
        refused(() -> tensor.number(CUDNN_ATTR_TENSOR_UNIQUE_ID), "is not finalized");
        Descriptor plan = new Descriptor(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR);
        refused(() -> plan.with(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE, 1), "attribute 402 is read alone");
        refused(() -> plan.with(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, tensor), "a descriptor of another type");
        tensor.made();
        refused(() -> tensor.with(CUDNN_ATTR_TENSOR_UNIQUE_ID, 1), "is finalized");
        refused(tensor::made, "is finalized");
        refused(() -> tensor.all(CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_DATA_TYPE, 1), "is not of type 1");
        assertThat(tensor.number(CUDNN_ATTR_TENSOR_UNIQUE_ID)).isEqualTo('x');
        tensor.close();
        refused(tensor::close, "is destroyed");
        plan.close();
    }

    @Test
    void partsAreFinalizedFirst() {
        try (EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor config = graph.config(32)) {
            refused(() -> graph.plan(config), "is not finalized");
            ends(
                    BAD_PARAM,
                    "attribute 400 is not set",
                    new Descriptor(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR)
                            .with(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, config.made()));
            ends(
                    BAD_PARAM,
                    "the plan's handle is none",
                    graph.plan(config).handle(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, new Handle()));
        }
    }

    @Test
    void tensorsThatAreNoneAreRefused() {
        ends(
                BAD_PARAM,
                "attribute 900 is not set",
                new Descriptor(CUDNN_BACKEND_TENSOR_DESCRIPTOR)
                        .enumerated(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, dnn.type())
                        .with(CUDNN_ATTR_TENSOR_DIMENSIONS, 1, 1, 1, 1)
                        .with(CUDNN_ATTR_TENSOR_STRIDES, 1, 1, 1, 1)
                        .with(CUDNN_ATTR_TENSOR_UNIQUE_ID, 1));
        ends(BAD_PARAM, "attribute 903 is not as long", tensor().with(CUDNN_ATTR_TENSOR_STRIDES, 1, 1));
        ends(BAD_PARAM, "attribute 903 has a number below 1", tensor().with(CUDNN_ATTR_TENSOR_STRIDES, 1, 1, 0, 1));
        ends(BAD_PARAM, "attribute 900 is none", tensor().with(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, 3));
        ends(
                NOT_SUPPORTED,
                "attribute 902 has not 4",
                tensor().with(CUDNN_ATTR_TENSOR_DIMENSIONS, 2).with(CUDNN_ATTR_TENSOR_STRIDES, 1));
        ends(
                NOT_SUPPORTED,
                "attribute 901 is neither",
                tensor().enumerated(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_DOUBLE));
        assertThatThrownBy(() -> new Descriptor(CUDNN_BACKEND_MATMUL_DESCRIPTOR))
                .hasMessageContaining("NOT_SUPPORTED");
    }

    private void ends(int status, String why, Descriptor descriptor) {
        assertThat(descriptor.finish()).isEqualTo(status);
        assertThat(dnn.gpu.emulation.failure()).contains(why);
        descriptor.close();
    }

    @Test
    void convolutionsThatDoNotFitAreRefused() {
        ends(
                BAD_PARAM,
                "attribute 105 has a number below 0",
                EmulatedGraph.convolution(1, 1, 1).with(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, -1, 0));
        ends(
                BAD_PARAM,
                "attribute 105 has not one number",
                EmulatedGraph.convolution(1, 1, 1).with(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, 1));
        ends(
                NOT_SUPPORTED,
                "attribute 102 has a number above 1",
                EmulatedGraph.convolution(1, 1, 1).with(CUDNN_ATTR_CONVOLUTION_DILATIONS, 2, 1));
        refused(
                () -> new EmulatedGraph(dnn, DnnDirection.FORWARD, 0, EmulatedGraph.convolution(1, 1, 1), X, F, Y),
                "y is not as high and wide");
    }

    @Test
    void packsNameEveryTensorOnce() {
        ends(BAD_PARAM, "attribute 1001 is not as long", EmulatedGraph.pack(IDS, new long[] {16}, 0));
        ends(
                BAD_PARAM,
                "attribute 1000 has an id twice",
                EmulatedGraph.pack(new long[] {1, 1}, new long[] {16, 32}, 0));
    }

    /** The status of running engine 33, whose plan needs a workspace, over what a pack names. */
    private int status(long[] ids, long[] pointers, long workspace) {
        try (EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor plan = graph.plan(33);
                Descriptor pack = EmulatedGraph.pack(ids, pointers, workspace).made()) {
            return graph.execute(plan, pack);
        }
    }

    private String why() {
        return dnn.gpu.emulation.failure();
    }

    @Test
    void executionNeedsWhatItsPlanNames() {
        long x = dnn.upload(new double[2 * 3 * 7 * 6], X).value();
        long w = dnn.upload(new double[4 * 3 * 3 * 2], F).value();
        long y = dnn.empty(Y).value();
        long space = fresh(64 + 2 * 4 * 4 * 4).value();
        assertThat(status(IDS, new long[] {x, w, y}, space)).isEqualTo(SUCCESS);
        assertThat(status(new long[] {'x', 'w', 'z'}, new long[] {x, w, y}, space))
                .isEqualTo(BAD_PARAM);
        assertThat(why()).isEqualTo("cudnnBackendExecute: no pointer for the tensor of id 121");
        assertThat(status(new long[] {'x', 'w', 'y', 'z'}, new long[] {x, w, y, y}, space))
                .isEqualTo(BAD_PARAM);
        assertThat(why()).isEqualTo("cudnnBackendExecute: a pointer for a tensor that the graph lacks");
        assertThat(status(IDS, new long[] {x, w + 8, y}, space)).isEqualTo(BAD_PARAM);
        assertThat(why()).isEqualTo("cudnnBackendExecute: a pointer that is not aligned as promised");
        assertThat(status(IDS, new long[] {x, 0, y}, space)).isEqualTo(BAD_PARAM);
        assertThat(why()).isEqualTo("cudnnBackendExecute: w is null");
        assertThat(status(IDS, new long[] {x, w, y}, 0)).isEqualTo(BAD_PARAM);
        assertThat(why()).isEqualTo("cudnnBackendExecute: the plan needs a workspace");
        assertThat(status(IDS, new long[] {x, w, y}, space + 16)).isEqualTo(EXECUTION_FAILED);
        assertThat(why()).isEqualTo("cudnnBackendExecute: workspace is not inside a live allocation");
    }

    @Test
    void executionNeedsAPlanAPackAndAHandle() {
        try (EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 0);
                Descriptor plan = graph.plan(32);
                Descriptor pack = EmulatedGraph.pack(IDS, new long[] {16, 32, 48}, 0)) {
            assertThat(graph.execute(plan, pack)).isEqualTo(BAD_PARAM);
            assertThat(why()).endsWith("a descriptor that is not finalized");
            pack.made();
            assertThat(graph.execute(pack, plan)).isEqualTo(BAD_PARAM);
            assertThat(why()).endsWith("not a plan and a variant pack");
            assertThat(cudnnBackendExecute(new Handle(), plan, pack)).isEqualTo(NOT_INITIALIZED);
            assertThat(graph.execute(plan, pack)).isEqualTo(EXECUTION_FAILED);
        }
    }
}
