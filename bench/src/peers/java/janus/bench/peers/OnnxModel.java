package janus.bench.peers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The network as an ONNX file, normalization folded into the filters: {@code images} to one output per head. */
final class OnnxModel {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    private final Network network = new Network();
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("two-head");

    byte[] write(int n, int size) {
        graph.addInput(value("images", n, 3, size, size));
        String x = relu(convolution("images", network.stem));
        x = node("MaxPool", List.of(x), ints("kernel_shape", 3, 3), ints("strides", 2, 2), ints("pads", 1, 1, 1, 1));
        for (Network.Block block : network.blocks) {
            String shortcut =
                    block.side().isEmpty() ? x : convolution(x, block.side().getFirst());
            String y = convolution(relu(convolution(x, block.first())), block.second());
            x = relu(node("Add", List.of(y, shortcut)));
        }
        String features = node("Flatten", List.of(node("GlobalAveragePool", List.of(x))));
        for (String head : Network.HEADS) {
            String output = linear(relu(linear(features, head, "0")), head, "2");
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .addInput(output)
                    .addOutput(head));
            graph.addOutput(value(head, n, Network.outputs(head)));
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private String convolution(String x, Network.Conv conv) {
        Network.Folded folded = network.folded(conv);
        int pad = conv.pad();
        return node(
                "Conv",
                List.of(
                        x,
                        constant(conv.name() + ".weight", folded.filter(), conv.shape()),
                        constant(conv.name() + ".bias", folded.bias(), conv.k())),
                ints("kernel_shape", conv.r(), conv.r()),
                ints("strides", conv.stride(), conv.stride()),
                ints("pads", pad, pad, pad, pad));
    }

    private String linear(String x, String head, String layer) {
        String name = head + "." + layer;
        long[] shape = Network.linearShape(head, layer);
        return node(
                "Gemm",
                List.of(
                        x,
                        constant(name + ".weight", network.get(name + ".weight"), shape),
                        constant(name + ".bias", network.get(name + ".bias"), shape[0])),
                AttributeProto.newBuilder()
                        .setName("transB")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1)
                        .build());
    }

    private String relu(String x) {
        return node("Relu", List.of(x));
    }

    private String node(String op, List<String> inputs, AttributeProto... attributes) {
        String output = op + graph.getNodeCount();
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    private String constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).setRawData(ByteString.copyFrom(bytes));
        for (long extent : shape) {
            tensor.addDims(extent);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        for (long extent : shape) {
            extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(extents)))
                .build();
    }
}
