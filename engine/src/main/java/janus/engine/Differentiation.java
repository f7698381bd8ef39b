package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Updates;
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
    private @Nullable Gradients gradients;
    private @Nullable Parameters none;

    Differentiation(Pass pass) {
        this.pass = pass;
        this.kernels = pass.device().kernels();
    }

    /** The last walk: gradients into the model's arena, or onto {@code previous}; then the running statistics. */
    Gradients backward(List<Tensor> losses, double[] weights, @Nullable Gradients previous) {
        Parameters parameters = parameters(previous);
        Gradients result = parameters.results();
        Set<Tensor> wanted = pass.tape().reach(pass.holdings().differentiable());
        ended = new Walk(pass, wanted, result.arena(), true);
        if (previous != null) {
            pass.holdings().differentiable().stream()
                    .filter(x -> x.parameter() != null)
                    .forEach(ended::addTo);
        }
        sumLosses(losses, weights, previous != null, result.loss());
        seed(ended, losses, weights);
        ended.run();
        if (previous == null) {
            clearUnreached(ended, parameters.trained(), result.arena());
        }
        Buffer flat = result.arena().flat();
        kernels.dot(flat.shape().size(), flat, flat, result.squares());
        updateRunning(result);
        gradients = result;
        return result;
    }

    double[] gradient(Tensor variable) {
        return read(Objects.requireNonNull(ended), variable);
    }

    double[][] gradientsAt(Tensor features, List<Tensor> losses) {
        requireLosses(losses);
        Set<Tensor> wanted = pass.tape().reach(List.of(features));
        double[][] rows = new double[losses.size()][];
        for (int i = 0; i < rows.length; i++) {
            try (Walk walk = new Walk(pass, wanted, null, false)) {
                seed(walk, List.of(losses.get(i)), new double[] {1});
                walk.run();
                rows[i] = read(walk, features);
            }
        }
        return rows;
    }

    /** Rows of a block are kept; those after it pass by, one at a time, and are walked again with their own block. */
    double[][][] grams(List<Tensor> losses, List<List<Parameter>> groups, int rows) {
        requireLosses(losses);
        if (rows < 2) {
            throw new IllegalArgumentException("gram: room for 2 gradients at least, given " + rows);
        }
        List<Parameter> shared = groups.stream()
                .flatMap(List::stream)
                .filter(p -> !p.isStatistic())
                .distinct()
                .toList();
        Parameters parameters = shared.getFirst().parameters();
        List<Tensor> sources = shared.stream()
                .map(pass.holdings()::known)
                .filter(Objects::nonNull)
                .toList();
        Set<Tensor> wanted = pass.tape().reach(sources);
        int block = losses.size() <= rows ? losses.size() : rows - 1;
        double[][][] grams = new double[groups.size()][losses.size()][losses.size()];
        for (int from = 0; from < losses.size(); from += block) {
            for (int i = from; i < losses.size(); i++) {
                Arena row = parameters.workspace(Math.min(i - from, block));
                walk(losses.get(i), wanted, shared, row);
                for (int j = from; j < from + block && j <= i; j++) {
                    Arena other = parameters.workspace(j - from);
                    for (int g = 0; g < grams.length; g++) {
                        grams[g][i][j] = dot(row, other, groups.get(g));
                        grams[g][j][i] = grams[g][i][j];
                    }
                }
            }
        }
        return grams;
    }

    private void walk(Tensor loss, Set<Tensor> wanted, List<Parameter> shared, Arena row) {
        try (Walk walk = new Walk(pass, wanted, row, false)) {
            seed(walk, List.of(loss), new double[] {1});
            walk.run();
            clearUnreached(walk, shared, row);
        }
    }

    /** The first parameter whose gradient holds a NaN or infinity. */
    @Nullable
    String firstNonFinite() {
        if (gradients != null) {
            for (Parameter parameter : gradients.parameters().trained()) {
                if (!Holdings.isFinite(parameter.gradientToDoubles())) {
                    return "gradient of " + parameter.name() + " " + parameter.shape();
                }
            }
        }
        return null;
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

    private double[] read(Walk walk, Tensor x) {
        double[] numbers = new double[x.shape().size()];
        Buffer gradient = walk.gradient(x);
        if (gradient != null) {
            pass.device().download(gradient, numbers);
        }
        return numbers;
    }

    private void seed(Walk walk, List<Tensor> losses, double[] weights) {
        for (Tensor loss : losses) {
            double weight = 0;
            for (int j = 0; j < weights.length; j++) {
                weight += losses.get(j) == loss ? weights[j] : 0;
            }
            walk.seed(loss, weight);
        }
    }

    /** Throws unless the last walk can start from these losses. */
    void requireLosses(List<Tensor> losses, double[] weights) {
        requireLosses(losses);
        if (losses.size() != weights.length) {
            throw new IllegalArgumentException(
                    "backward: a weight for each loss, given " + weights.length + " for " + losses.size());
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

    private void sumLosses(List<Tensor> losses, double[] weights, boolean adds, Buffer sum) {
        Buffer term = pass.holdings().own(pass.device().allocate(SCALAR, Role.PLAIN));
        Buffer weight = pass.holdings().own(pass.device().allocate(SCALAR, Role.PLAIN));
        if (!adds) {
            kernels.fill(SCALAR, 0, sum);
        }
        for (int i = 0; i < weights.length; i++) {
            pass.device().upload(new double[] {weights[i]}, weight);
            kernels.multiply(SCALAR, weight, losses.get(i).buffer(), term);
            kernels.add(SCALAR, sum, term, sum);
        }
    }

    private void updateRunning(Gradients result) {
        if (!pass.holdings().deferred().isEmpty()) {
            Buffer step = pass.holdings().own(pass.device().allocate(Shape.of(Updates.STEP), Role.PLAIN));
            kernels.gate(Double.POSITIVE_INFINITY, result.squares(), result.loss(), step);
            pass.holdings().deferred().forEach(update -> update.accept(step));
        }
    }

    private double dot(Arena a, Arena b, List<Parameter> shared) {
        double sum = 0;
        double[] number = new double[1];
        Buffer dot = pass.device().allocate(SCALAR, Role.PLAIN);
        for (Parameters.Range range : Parameters.ranges(shared)) {
            Buffer part = a.range(range.from(), range.to());
            kernels.dot(part.shape().size(), part, b.range(range.from(), range.to()), dot);
            pass.device().download(dot, number);
            sum += number[0];
        }
        pass.device().free(dot);
        return sum;
    }
}
