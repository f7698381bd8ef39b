package janus.bench.peers;

import java.util.Collection;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.ListType;
import org.bytedeco.pytorch.LongOptional;
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

    /**
     * Whether oneDNN 3.7.1 may get this convolution wrong by half of the largest value: with AVX-512 and channels last
     * it does so for 1×1 from 256 to 512 channels. {@link #pointwise} is the same convolution by MKL, and right.
     */
    static boolean isWrong(Network.Conv conv) {
        return conv.r() == 1 && conv.c() == 256;
    }

    /** A 1×1 convolution of stride 2 as a product of matrices, pixels by channels. */
    static Tensor pointwise(Tensor x, Tensor w, TensorOptional b) {
        LongOptional start = new LongOptional(0), end = new LongOptional();
        Tensor pixels = x.slice(2, start, end, 2).slice(3, start, end, 2).permute(0, 2, 3, 1);
        return torch.linear(pixels, w.flatten(1, -1), b).permute(0, 3, 1, 2);
    }

    static Tensor convolution(Tensor x, Tensor w, Network.Conv conv) {
        if (isWrong(conv)) {
            return pointwise(x, w, NONE);
        }
        long[] strides = {conv.stride(), conv.stride()};
        return torch.conv2d(x, w, NONE, strides, new long[] {conv.pad(), conv.pad()}, ONES, 1);
    }

    static Tensor maxPool(Tensor x) {
        return torch.max_pool2d(x, new long[] {3, 3}, new long[] {2, 2}, ONES, ONES, false);
    }

    static Tensor globalAverage(Tensor x) {
        return torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
    }

    /** In place. What {@code relu_} returns is a second name of x's handle, and ends with it. */
    static Tensor relu(Tensor x) {
        x.relu_();
        return x;
    }

    /** In place. */
    static Tensor add(Tensor x, Tensor y) {
        x.add_(y, new Scalar(1));
        return x;
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
