package janus.kernels.cuda;

import janus.kernels.ConvolutionSize;
import janus.kernels.Tuner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets cuDNN measure its algorithms, and keeps the fastest of those that are deterministic and need little memory. */
final class CudaTuner implements Tuner {
    /** Part of the time of the algorithm there was that another must stay below: closer ones differ by chance. */
    private static final double CLEARLY = .97;
    /** What cuDNN takes for all algorithms of a direction, as a guess: it does not say. */
    private static final double GUESS = .5;

    private final Dnn dnn;
    private final Storage storage;
    private final List<ConvolutionSize> sizes;
    private final Map<AlgorithmTable.Key, Integer> choices = new LinkedHashMap<>();

    CudaTuner(Dnn dnn, Storage storage, List<ConvolutionSize> sizes) {
        this.dnn = dnn;
        this.storage = storage;
        this.sizes = sizes.stream().distinct().toList();
    }

    @Override
    public int count() {
        return sizes.size() * DnnDirection.values().length;
    }

    @Override
    public double seconds() {
        return GUESS * count();
    }

    @Override
    public List<Result> run(Consumer<Result> progress) {
        List<Result> results = new ArrayList<>();
        for (ConvolutionSize z : sizes) {
            for (DnnDirection direction : DnnDirection.values()) {
                results.add(measure(z, direction));
                progress.accept(results.getLast());
            }
        }
        return results;
    }

    @Override
    public String csv(List<String> comment) {
        return AlgorithmTable.text(comment, choices);
    }

    private Result measure(ConvolutionSize z, DnnDirection direction) {
        ConvolutionPlan plan = dnn.plan(z);
        int before = plan.choice(direction).algorithm();
        Map<Integer, Double> seconds = plan.measure(direction);
        double least = seconds.getOrDefault(before, Double.POSITIVE_INFINITY);
        int best = before;
        for (Map.Entry<Integer, Double> each : seconds.entrySet()) {
            boolean clear = each.getValue() < CLEARLY * seconds.getOrDefault(before, Double.POSITIVE_INFINITY);
            if (clear && each.getValue() < least) {
                best = each.getKey();
                least = each.getValue();
            }
        }
        choices.put(AlgorithmTable.Key.of(storage, direction, z), best);
        return new Result(
                z,
                direction.toString(),
                direction.names.get(before),
                seconds.getOrDefault(before, Double.NaN),
                direction.names.get(best),
                seconds.getOrDefault(best, Double.NaN));
    }
}
