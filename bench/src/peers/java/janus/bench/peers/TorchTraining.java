package janus.bench.peers;

import janus.bench.gpu.TwoHeads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's training step: eager, channels last, in-place ReLU and sums, clipping by {@code _foreach} ops, fused
 * AdamW. With {@code half}, convolutions and linear layers run in bfloat16 as autocast has it: filters are cast in each
 * step, normalization takes bfloat16 maps with float32 statistics, losses are float32. The batch lies ready.
 */
final class TorchTraining implements Party {
    private static final String OPTIMIZER = """
            def clip(grads: List[Tensor], most: float):
                total = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2)), 2)
                torch._foreach_mul_(grads, torch.clamp(most / (total + 1e-6), None, 1.0))
            def update(ps: List[Tensor], gs: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor],
                       lr: float, wd: float):
                torch._foreach_add_(t, 1)
                torch._fused_adamw_(ps, gs, m, v, [], t, lr=lr, beta1=0.9, beta2=0.999, weight_decay=wd, eps=1e-8,
                                    amsgrad=False, maximize=False)
            """;

    /** Parameters of one rate of decay, and AdamW's state of each. */
    private record Group(List<Tensor> values, List<Tensor> m, List<Tensor> v, List<Tensor> steps, double decay) {
        static Group of(List<Tensor> values, double decay) {
            return new Group(
                    values,
                    values.stream().map(torch::zeros_like).toList(),
                    values.stream().map(torch::zeros_like).toList(),
                    values.stream().map(_ -> torch.zeros(1).squeeze()).toList(),
                    decay);
        }
    }

    private final boolean half;
    private final Network network = new Network();
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final List<Tensor> trained = new ArrayList<>();
    private final List<Group> groups;
    private final CompilationUnit optimizer = torch.compile(OPTIMIZER);
    private final Function clip = optimizer.find_function(new QualifiedName("clip"));
    private final Function update = optimizer.find_function(new QualifiedName("update"));
    private final Tensor images;
    private final Tensor attributes;
    private final Tensor points;

    TorchTraining(Work work, int threads, boolean half) {
        Torch.open(threads);
        this.half = half;
        for (Network.Conv conv : network.convolutions()) {
            train(conv.name() + ".weight", conv.shape());
            train(conv.norm() + ".weight", conv.k());
            train(conv.norm() + ".bias", conv.k());
            keep(conv.norm() + ".running_mean", conv.k());
            keep(conv.norm() + ".running_var", conv.k());
        }
        for (String head : Network.HEADS) {
            for (String layer : List.of("0", "2")) {
                long[] shape = Network.linearShape(head, layer);
                train(head + "." + layer + ".weight", shape);
                train(head + "." + layer + ".bias", shape[0]);
            }
        }
        groups = List.of(
                Group.of(trained.stream().filter(p -> p.dim() > 1).toList(), TwoHeads.DECAY),
                Group.of(trained.stream().filter(p -> p.dim() == 1).toList(), 0));
        int n = work.batch();
        images = Torch.tensor(Network.images(n, work.size()), n, 3, work.size(), work.size());
        attributes = Torch.tensor(Network.attributes(n), n, TwoHeads.ATTRIBUTES);
        points = Torch.tensor(Network.points(n), n, TwoHeads.COORDINATES);
    }

    @Override
    public String version() {
        return Torch.version();
    }

    @Override
    public void run() {
        step();
    }

    @Override
    public float[] check() {
        return new float[] {step(), step()};
    }

    private float step() {
        try (PointerScope scope = new PointerScope()) {
            Tensor loss = Torch.scoped(this::loss);
            loss.backward();
            try (NoGradGuard guard = new NoGradGuard()) {
                update();
            }
            trained.forEach(parameter -> parameter.mutable_grad().reset());
            return loss.item_float();
        }
    }

    private void update() {
        IValue all = Torch.list(trained.stream().map(Tensor::grad).toList());
        clip.apply(new IValueVector(all, new IValue(TwoHeads.MAX_NORM)));
        for (Group group : groups) {
            update.apply(new IValueVector(
                    Torch.list(group.values),
                    Torch.list(group.values.stream().map(Tensor::grad).toList()),
                    Torch.list(group.m),
                    Torch.list(group.v),
                    Torch.list(group.steps),
                    new IValue(TwoHeads.RATE),
                    new IValue(group.decay)));
        }
    }

    private Tensor loss() {
        Tensor features = Torch.scoped(this::features);
        Tensor first = torch.binary_cross_entropy_with_logits(head(features, "attributes"), attributes);
        return first.add(torch.mse_loss(head(features, "landmarks"), points), new Scalar(1));
    }

    private Tensor features() {
        Tensor input = half ? images.to(torch.ScalarType.BFloat16) : images;
        Tensor x = Torch.maxPool(Torch.relu(normalized(input, network.stem)));
        for (Network.Block block : network.blocks) {
            Tensor y = x;
            x = Torch.scoped(() -> block(block, y));
        }
        return Torch.globalAverage(x);
    }

    private Tensor block(Network.Block block, Tensor x) {
        Tensor shortcut =
                block.side().isEmpty() ? x : normalized(x, block.side().getFirst());
        Tensor y = Torch.relu(normalized(x, block.first()));
        return Torch.relu(Torch.add(normalized(y, block.second()), shortcut));
    }

    private Tensor normalized(Tensor x, Network.Conv conv) {
        return Torch.scoped(() -> torch.batch_norm(
                Torch.convolution(x, cast(value(conv.name() + ".weight")), conv),
                new TensorOptional(value(conv.norm() + ".weight")),
                new TensorOptional(value(conv.norm() + ".bias")),
                new TensorOptional(value(conv.norm() + ".running_mean")),
                new TensorOptional(value(conv.norm() + ".running_var")),
                true,
                .1,
                Network.EPS,
                false));
    }

    private Tensor head(Tensor features, String name) {
        Tensor hidden = linear(features, name + ".0").relu();
        Tensor output = linear(hidden, name + ".2");
        return half ? output.to(torch.ScalarType.Float) : output;
    }

    private Tensor linear(Tensor x, String name) {
        return torch.linear(x, cast(value(name + ".weight")), new TensorOptional(cast(value(name + ".bias"))));
    }

    private Tensor cast(Tensor parameter) {
        return half ? parameter.to(torch.ScalarType.BFloat16) : parameter;
    }

    private Tensor value(String name) {
        Tensor value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    private void keep(String name, long... shape) {
        values.put(name, Torch.tensor(network.get(name), shape));
    }

    private void train(String name, long... shape) {
        keep(name, shape);
        value(name).requires_grad_(true);
        trained.add(value(name));
    }
}
