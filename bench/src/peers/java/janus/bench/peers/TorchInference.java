package janus.bench.peers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's inference, normalization folded into the filters, in the quicker of two forms found by trial: oneDNN's
 * convolution with ReLU and sum fused and filters packed beforehand (the ops that TorchInductor emits), or eager ops in
 * place. The batch lies ready, channels last.
 */
final class TorchInference implements Party {
    private static final int TRIALS = 9;

    /** A convolution ready to run; its constants are boxed once, as a frozen graph has them. */
    private record Ready(Tensor w, Tensor b, IValue packed, IValue bias, IValue pads, IValue strides) {}

    private final Network network = new Network();
    private final Map<Network.Conv, Ready> convolutions = new HashMap<>();
    private final Map<String, Tensor> heads = new HashMap<>();
    private final OperatorHandle pointwise = operator("mkldnn::_convolution_pointwise", "");
    private final OperatorHandle pointwiseSum = operator("mkldnn::_convolution_pointwise_", "binary");
    private final Type.TypePtr optionalScalar =
            pointwise.schema().arguments().getPointer(8).type().get().containedType(0);
    private final IValue unary = new IValue(new GenericList(optionalScalar));
    private final IValue undilated = Torch.ints(1, 1);
    private final IValue ungrouped = new IValue(1L);
    private final IValue nothing = new IValue();
    private final IValue add = new IValue("add");
    private final IValue relu = new IValue("relu");
    private final IValue none = new IValue("none");
    private final Tensor images;
    private boolean fused;

    TorchInference(Work work, int threads) {
        Torch.open(threads);
        int n = work.batch();
        images = Torch.tensor(Network.images(n, work.size()), n, 3, work.size(), work.size());
        prepare(network.stem, work.size());
        int h = work.size() / 4;
        for (Network.Block block : network.blocks) {
            prepare(block.first(), h);
            int side = h;
            block.side().forEach(conv -> prepare(conv, side));
            h = (h - 1) / block.first().stride() + 1;
            prepare(block.second(), h);
        }
        for (String head : Network.HEADS) {
            for (String layer : List.of("0", "2")) {
                String name = head + "." + layer;
                heads.put(
                        name + ".weight",
                        Torch.tensor(network.get(name + ".weight"), Network.linearShape(head, layer)));
                heads.put(
                        name + ".bias", Torch.tensor(network.get(name + ".bias"), Network.linearShape(head, layer)[0]));
            }
        }
        fused = time(true) < time(false);
    }

    @Override
    public String version() {
        return Torch.version();
    }

    @Override
    public void run() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode()) {
            outputs();
        }
    }

    @Override
    public float[] check() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode()) {
            List<Tensor> outputs = outputs();
            return Party.joined(Torch.floats(outputs.get(0)), Torch.floats(outputs.get(1)));
        }
    }

    private long time(boolean form) {
        fused = form;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long start = System.nanoTime();
            run();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    private void prepare(Network.Conv conv, int h) {
        Network.Folded folded = network.folded(conv);
        Tensor w = Torch.tensor(folded.filter(), conv.shape());
        Tensor b = Torch.tensor(folded.bias(), conv.k());
        IValue pads = Torch.ints(conv.pad(), conv.pad());
        IValue strides = Torch.ints(conv.stride(), conv.stride());
        IValue shape = Torch.ints(images.size(0), conv.c(), h, h);
        IValueVector stack = new IValueVector(new IValue(w), pads, strides, undilated, ungrouped, shape);
        operator("mkldnn::_reorder_convolution_weight", "").callBoxed(stack);
        convolutions.put(conv, new Ready(w, b, new IValue(stack.get(0)), new IValue(b), pads, strides));
    }

    private List<Tensor> outputs() {
        Tensor x = Torch.maxPool(convolution(images, network.stem, true));
        for (Network.Block block : network.blocks) {
            Tensor input = x;
            x = Torch.scoped(() -> block(block, input));
        }
        Tensor features = Torch.globalAverage(x);
        return Network.HEADS.stream().map(head -> head(features, head)).toList();
    }

    private Tensor block(Network.Block block, Tensor x) {
        Tensor shortcut =
                block.side().isEmpty() ? x : convolution(x, block.side().getFirst(), false);
        Tensor y = convolution(x, block.first(), true);
        return fused
                ? sum(shortcut, y, block.second())
                : Torch.relu(Torch.add(convolution(y, block.second(), false), shortcut));
    }

    private Tensor convolution(Tensor x, Network.Conv conv, boolean rectified) {
        Ready ready = ready(conv);
        if (Torch.isWrong(conv)) {
            return Torch.pointwise(x, ready.w, new TensorOptional(ready.b));
        }
        if (!fused) {
            long[] pads = {conv.pad(), conv.pad()};
            long[] strides = {conv.stride(), conv.stride()};
            Tensor y = torch.mkldnn_convolution(
                    x, ready.w, new TensorOptional(ready.b), pads, strides, new long[] {1, 1}, 1);
            return rectified ? Torch.relu(y) : y;
        }
        IValueVector stack = new IValueVector(
                new IValue(x),
                ready.packed,
                ready.bias,
                ready.pads,
                ready.strides,
                undilated,
                ungrouped,
                rectified ? relu : none,
                unary,
                nothing);
        pointwise.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }

    /** max(convolution(x) + shortcut, 0), into the shortcut. */
    private Tensor sum(Tensor shortcut, Tensor x, Network.Conv conv) {
        Ready ready = ready(conv);
        IValueVector stack = new IValueVector(
                new IValue(shortcut),
                new IValue(x),
                ready.packed,
                ready.bias,
                ready.pads,
                ready.strides,
                undilated,
                ungrouped,
                add,
                nothing,
                relu,
                unary,
                nothing);
        pointwiseSum.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }

    private Tensor head(Tensor features, String name) {
        Tensor hidden = Torch.relu(linear(features, name + ".0"));
        return linear(hidden, name + ".2");
    }

    private Tensor linear(Tensor x, String name) {
        return torch.linear(x, known(name + ".weight"), new TensorOptional(known(name + ".bias")));
    }

    private Tensor known(String name) {
        Tensor tensor = heads.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return tensor;
    }

    private Ready ready(Network.Conv conv) {
        Ready ready = convolutions.get(conv);
        if (ready == null) {
            throw new IllegalArgumentException("not prepared: " + conv);
        }
        return ready;
    }

    private static OperatorHandle operator(String name, String overload) {
        return Dispatcher.singleton().findSchemaOrThrow(name, overload);
    }
}
