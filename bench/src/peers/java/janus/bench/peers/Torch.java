package janus.bench.peers;

import java.util.Collection;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.ListType;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** libtorch's tensors for Java: memory in scopes, lists for boxed calls. */
final class Torch {
    static final torch.MemoryFormat CHANNELS_LAST = torch.MemoryFormat.ChannelsLast;
    static final TensorOptional NONE = new TensorOptional();

    private static final long[] ONES = {1, 1};

    private Torch() {}

    static void open(int threads) {
        torch.set_num_threads(threads);
        // NNPACK is no use here and says so once a convolution
        torch.globalContext().setUserEnabledNNPACK(false);
    }

    static String version() {
        String configuration = torch.show_config().getString();
        String number = configuration.replaceFirst("(?s).*TORCH_VERSION=([0-9.]+).*", "$1");
        return "libtorch " + number + (torch.hasMKL() ? "" : " without MKL");
    }

    static Tensor tensor(float[] values, long... shape) {
        Tensor tensor = Tensor.create(values, shape);
        return shape.length == 4 ? tensor.contiguous(CHANNELS_LAST) : tensor;
    }

    /** What {@code body} returns; all else it made is freed at once, as its locals are in C++. */
    static Tensor scoped(Supplier<Tensor> body) {
        PointerScope outer = PointerScope.getInnerScope();
        Tensor result;
        try (PointerScope inner = new PointerScope()) {
            result = body.get();
            result.retainReference();
        }
        outer.attach(result);
        result.releaseReference();
        return result;
    }

    static Tensor convolution(Tensor x, Tensor w, int stride, int pad) {
        return torch.conv2d(x, w, NONE, new long[] {stride, stride}, new long[] {pad, pad}, ONES, 1);
    }

    static Tensor maxPool(Tensor x) {
        return torch.max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, ONES, ONES, false);
    }

    static Tensor globalAverage(Tensor x) {
        return torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
    }

    static Tensor add(Tensor x, Tensor y) {
        return x.add_(y, new Scalar(1));
    }

    static IValue list(Collection<Tensor> tensors) {
        GenericList list = new GenericList(ListType.ofTensors().containedType(0));
        tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
        return new IValue(list);
    }

    static IValue ints(long... values) {
        GenericList list = new GenericList(ListType.ofInts().containedType(0));
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    static float[] floats(Tensor tensor) {
        Tensor plain = tensor.contiguous();
        float[] numbers = new float[(int) plain.numel()];
        plain.data_ptr_float().get(numbers);
        return numbers;
    }
}
