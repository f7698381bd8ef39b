package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The walks a pass takes over its tape: any number that keep it, and the one that ends it. */
final class Differentiation implements AutoCloseable {
    private static final Shape SCALAR = Shape.of(1);

    private final Pass pass;
    private final Kernels kernels;
    private @Nullable Walk ended;
    private @Nullable Parameters none;

    Differentiation(Pass pass) {
        this.pass = pass;
        this.kernels = pass.device().kernels();
    }

    /** The last walk: gradients into the model's arena, or onto {@code previous}; then the running statistics. */
    Gradients backward(List<Tensor> losses, Tensor weights, @Nullable Gradients previous) {
        Parameters parameters = parameters(previous);
        Gradients result = parameters.results();
        Set<Tensor> wanted = pass.tape().reach(pass.holdings().differentiable());
        ended = new Walk(pass, wanted, result.arena(), true);
        if (previous != null) {
            pass.holdings().differentiable().stream()
                    .filter(x -> x.parameter() != null)
                    .forEach(ended::addTo);
        }
        start(ended, losses, weights.buffer(), previous != null, result.loss());
        ended.run();
        if (previous == null) {
            clearUnreached(ended, parameters.trained(), result.arena());
        }
        Buffer flat = result.arena().flat();
        kernels.dot(flat.shape().size(), flat, flat, result.squares());
        updateRunning(result);
        return result;
    }

    double[] gradient(Tensor variable) {
        double[] numbers = new double[variable.shape().size()];
        Buffer gradient = Objects.requireNonNull(ended).gradient(variable);
        if (gradient != null) {
            pass.device().download(gradient, numbers);
        }
        return numbers;
    }

    List<Tensor> gradientsAt(Tensor features, List<Tensor> losses) {
        requireLosses(losses);
        Set<Tensor> wanted = pass.tape().reach(List.of(pass.holdings().taped(features)));
        List<Tensor> gradients = new ArrayList<>();
        for (Tensor loss : losses) {
            Tensor row = pass.holdings().allocate("gradient", features.shape(), features.role(), false);
            try (Walk walk = new Walk(pass, wanted, null, false)) {
                seed(walk, loss);
                walk.run();
                Buffer found = walk.gradient(features);
                if (found == null) {
                    kernels.fill(row.shape(), 0, row.buffer());
                } else {
                    kernels.copy(row.shape(), found, row.buffer());
                }
            }
            gradients.add(row);
        }
        return gradients;
    }

    Tensor productsAt(Tensor features, List<Tensor> losses) {
        List<Tensor> rows = new ArrayList<>();
        for (Tensor gradient : gradientsAt(features, losses)) {
            boolean map = gradient.shape().rank() == 4;
            rows.add(map ? gradient.flatten() : gradient);
            if (map) {
                gradient.release("it was flattened");
            }
        }
        Shape shape = Shape.of(Grams.pair(rows.size(), 0));
        Tensor products = pass.holdings().allocate("products", shape, Role.PLAIN, false);
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j <= i; j++) {
                multiply(rows.get(i).buffer(), rows.get(j).buffer(), products, Grams.pair(i, j));
            }
        }
        rows.forEach(row -> row.release("its products were taken"));
        return products;
    }

    /** Rows of a block are kept; those after it pass by, one at a time, and are walked again with their own block. */
    Tensor products(Grams grams, List<Tensor> losses, int rows) {
        requireLosses(losses);
        if (rows < 2) {
            throw new IllegalArgumentException("gram: room for 2 gradients at least, given " + rows);
        }
        List<Parameter> shared = grams.parameters();
        Parameters parameters = shared.getFirst().parameters();
        List<Tensor> sources = shared.stream()
                .map(pass.holdings()::known)
                .filter(Objects::nonNull)
                .toList();
        Set<Tensor> wanted = pass.tape().reach(sources);
        int block = losses.size() <= rows ? losses.size() : rows - 1;
        List<Parameters.Range> ranges = grams.ranges();
        Shape shape = Shape.of(Grams.pair(losses.size(), 0) * ranges.size());
        Tensor products = pass.holdings().allocate("products", shape, Role.PLAIN, false);
        for (int from = 0; from < losses.size(); from += block) {
            for (int i = from; i < losses.size(); i++) {
                Arena row = parameters.workspace(Math.min(i - from, block));
                walk(losses.get(i), wanted, shared, row);
                for (int j = from; j < from + block && j <= i; j++) {
                    Arena other = parameters.workspace(j - from);
                    int at = Grams.pair(i, j) * ranges.size();
                    for (Parameters.Range range : ranges) {
                        Buffer part = row.range(range.from(), range.to());
                        multiply(part, other.range(range.from(), range.to()), products, at++);
                    }
                }
            }
        }
        return products;
    }

    private void walk(Tensor loss, Set<Tensor> wanted, List<Parameter> shared, Arena row) {
        try (Walk walk = new Walk(pass, wanted, row, false)) {
            seed(walk, loss);
            walk.run();
            clearUnreached(walk, shared, row);
        }
    }

    @Override
    public void close() {
        if (ended != null) {
            ended.close();
        }
        if (none != null) {
            none.close();
        }
    }

    private void seed(Walk walk, Tensor loss) {
        Buffer one = pass.device().allocate(SCALAR, Role.PLAIN);
        kernels.fill(SCALAR, 1, one);
        walk.seed(loss, one);
        pass.device().free(one);
    }

    /** Throws unless the last walk can start from these losses. */
    void requireLosses(List<Tensor> losses, Tensor weights) {
        requireLosses(losses);
        boolean constant = weights.pass() == pass && !weights.differentiable();
        if (!constant || !weights.shape().equals(Shape.of(losses.size()))) {
            throw new IllegalArgumentException("backward: a constant of this pass with a weight for each of "
                    + losses.size() + " losses, given " + weights);
        }
        if (losses.stream().noneMatch(Tensor::differentiable)) {
            throw new IllegalArgumentException("backward: the loss depends on no trained parameter, given " + losses);
        }
    }

    private void requireLosses(List<Tensor> losses) {
        for (Tensor loss : losses) {
            if (!loss.shape().equals(SCALAR) || loss.pass() != pass) {
                throw new IllegalArgumentException("a loss is a tensor [1] of this pass, given " + loss);
            }
        }
    }

    /** The one model that is differentiated; an empty one if only variables are. */
    private Parameters parameters(@Nullable Gradients previous) {
        Parameters found = previous == null ? null : previous.parameters();
        for (Tensor tensor : pass.holdings().differentiable()) {
            Parameter parameter = tensor.parameter();
            if (parameter != null && found != null && parameter.parameters() != found) {
                throw new IllegalArgumentException(
                        "backward: parameters of one model, given " + parameter.name() + " of another");
            }
            found = parameter == null ? found : parameter.parameters();
        }
        if (found == null) {
            none = Weights.root(Draws.of(0)).build(pass.device());
            found = none;
        }
        return found;
    }

    private void clearUnreached(Walk walk, List<Parameter> parameters, Arena arena) {
        for (Parameter parameter : parameters) {
            Tensor tensor = pass.holdings().known(parameter);
            if (tensor == null || walk.gradient(tensor) == null) {
                kernels.fill(parameter.shape(), 0, arena.views().get(parameter.index()));
            }
        }
    }

    /** Seeds the last walk, and adds Σ weights·losses to {@code sum}, or writes it there. */
    private void start(Walk walk, List<Tensor> losses, Buffer weights, boolean adds, Buffer sum) {
        Buffer weight = pass.holdings().own(pass.device().allocate(SCALAR, Role.PLAIN));
        Buffer term = pass.holdings().own(pass.device().allocate(SCALAR, Role.PLAIN));
        if (!adds) {
            kernels.fill(SCALAR, 0, sum);
        }
        for (int i = 0; i < losses.size(); i++) {
            kernels.copyChannels(1, 1, losses.size(), i, 1, 0, 1, weights, weight);
            kernels.multiply(SCALAR, weight, losses.get(i).buffer(), term);
            kernels.add(SCALAR, sum, term, sum);
            walk.seed(losses.get(i), weight);
        }
    }

    private void updateRunning(Gradients result) {
        if (!pass.holdings().deferred().isEmpty()) {
            Buffer step = pass.holdings().own(pass.device().allocate(Shape.of(Updates.STEP), Role.PLAIN));
            kernels.gate(Double.POSITIVE_INFINITY, result.squares(), result.loss(), step);
            pass.holdings().deferred().forEach(update -> update.accept(step));
        }
    }

    /** The product of vectors a and b, into {@code products} at {@code at}. */
    private void multiply(Buffer a, Buffer b, Tensor products, int at) {
        Buffer dot = pass.device().allocate(SCALAR, Role.PLAIN);
        kernels.dot(a.shape().size(), a, b, dot);
        kernels.copyChannels(1, 1, 1, 0, products.shape().size(), at, 1, dot, products.buffer());
        pass.device().free(dot);
    }
}
