package janus.bench.peers;

import java.util.Arrays;
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

    /** A convolution ready to run: filter as it is and packed, bias. */
    private record Ready(Tensor w, Tensor packed, Tensor b) {}

    private final Network network = new Network();
    private final Map<Network.Conv, Ready> convolutions = new HashMap<>();
    private final Map<String, Tensor> heads = new HashMap<>();
    private final OperatorHandle pointwise = operator("mkldnn::_convolution_pointwise", "");
    private final OperatorHandle pointwiseSum = operator("mkldnn::_convolution_pointwise_", "binary");
    private final Type.TypePtr optionalScalar =
            pointwise.schema().arguments().getPointer(8).type().get().containedType(0);
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
                heads.put(name + ".weight", Torch.tensor(network.get(name + ".weight"), Network.linearShape(head, layer)));
                heads.put(name + ".bias", Torch.tensor(network.get(name + ".bias"), Network.linearShape(head, layer)[0]));
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
            float[] first = Torch.floats(outputs.get(0));
            float[] second = Torch.floats(outputs.get(1));
            float[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }

    @Override
    public void close() {
        // the process ends with it
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
        IValueVector stack = new IValueVector(
                new IValue(w),
                twice(conv.pad()),
                twice(conv.stride()),
                twice(1),
                new IValue(1L),
                Torch.ints(images.size(0), conv.c(), h, h));
        operator("mkldnn::_reorder_convolution_weight", "").callBoxed(stack);
        Tensor packed = new Tensor(stack.get(0).toTensor());
        convolutions.put(conv, new Ready(w, packed, Torch.tensor(folded.bias(), conv.k())));
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
        Tensor shortcut = block.side().isEmpty()
                ? x
                : convolution(x, block.side().getFirst(), false);
        Tensor y = convolution(x, block.first(), true);
        return fused
                ? sum(shortcut, y, block.second())
                : Torch.add(convolution(y, block.second(), false), shortcut).relu_();
    }

    private Tensor convolution(Tensor x, Network.Conv conv, boolean relu) {
        Ready ready = ready(conv);
        if (!fused) {
            long[] pads = {conv.pad(), conv.pad()};
            long[] strides = {conv.stride(), conv.stride()};
            Tensor y = torch.mkldnn_convolution(
                    x, ready.w, new TensorOptional(ready.b), pads, strides, new long[] {1, 1}, 1);
            return relu ? y.relu_() : y;
        }
        IValueVector stack = new IValueVector(
                new IValue(x),
                new IValue(ready.packed),
                new IValue(ready.b),
                twice(conv.pad()),
                twice(conv.stride()),
                twice(1),
                new IValue(1L),
                new IValue(relu ? "relu" : "none"),
                new IValue(new GenericList(optionalScalar)),
                new IValue(""));
        pointwise.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }

    /** max(convolution(x) + shortcut, 0), into the shortcut. */
    private Tensor sum(Tensor shortcut, Tensor x, Network.Conv conv) {
        Ready ready = ready(conv);
        IValueVector stack = new IValueVector(
                new IValue(shortcut),
                new IValue(x),
                new IValue(ready.packed),
                new IValue(ready.b),
                twice(conv.pad()),
                twice(conv.stride()),
                twice(1),
                new IValue(1L),
                new IValue("add"),
                new IValue(),
                new IValue("relu"),
                new IValue(new GenericList(optionalScalar)),
                new IValue());
        pointwiseSum.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }

    private Tensor head(Tensor features, String name) {
        Tensor hidden = linear(features, name + ".0").relu_();
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

    private static IValue twice(long value) {
        return Torch.ints(value, value);
    }

    private static OperatorHandle operator(String name, String overload) {
        return Dispatcher.singleton().findSchemaOrThrow(name, overload);
    }
}
