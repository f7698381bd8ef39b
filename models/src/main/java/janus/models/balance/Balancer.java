package janus.models.balance;

import janus.engine.Draws;
import janus.engine.Grams;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.models.MultiTask;
import janus.models.PointTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weighs the losses of one model, step by step, and keeps a record of it. What the weighting sees are the losses times
 * their fixed factors, and their gradients as much; in backward passes a step costs one, with gradients in the features
 * K more through the heads alone, with gradients in the shared parameters K more through the whole model.
 */
public final class Balancer {
    /** Gradients of whole models held at once; with more losses than that, pairs are walked again. */
    static final int ROWS = 16;

    private final String name;
    private final Weighting weighting;
    private final boolean features;
    private final List<String> parts;
    private final Grams grams;
    private final double[] fixed;
    private Trace trace;

    /** What has to be kept for {@link #restore}. */
    public record State(double[] weighting, Trace trace) {}

    /**
     * At its start. A model of one loss keeps its fixed factor, whatever the weighting.
     *
     * @param weighting one of {@link Weightings#names}
     * @param features whether gradients are taken in the features, else in the shared parameters
     * @param fixed a factor for each of the model's parts
     */
    public Balancer(String weighting, boolean features, MultiTask model, double[] fixed) {
        this.parts = model.parts();
        this.name = parts.size() > 1 ? weighting : Weightings.EQUAL;
        double[] c = model.tasks().stream()
                .flatMapToDouble(task -> task.parts().stream().mapToDouble(part -> task instanceof PointTask ? .5 : 1))
                .toArray();
        this.weighting = Weightings.of(name, c);
        this.features = features;
        this.grams = new Grams(parts.size(), List.of(model.sharedParameters()));
        this.fixed = fixed.clone();
        this.trace = Trace.start(2 * parts.size() + (usesGradients() ? parts.size() + 2 * pairs() : 0));
    }

    /** Whether the weights of a step are known before it; else they wait for what is seen of it. */
    public boolean foresees() {
        return weighting instanceof PriorWeighting;
    }

    /** The factors of the next step, where they are {@link #foresees known}. */
    public double[] weights(Draws draws) {
        if (weighting instanceof PriorWeighting method) {
            return scaled(method.weights(own(draws)));
        }
        throw new IllegalStateException(name + " has to see a step to weigh its losses");
    }

    /**
     * Notes a step that was taken with {@code weights} known before, and learns from its losses; not if they are not
     * finite.
     */
    public void taken(double[] weights, double[] losses) {
        double[] scaled = scaled(losses);
        boolean fixed = name.equals(Weightings.EQUAL);
        if (weighting instanceof PriorWeighting method && !fixed && finite(scaled)) {
            method.learn(scaled);
            trace = trace.step(numbers(losses, weights, new double[0][]));
        }
    }

    /**
     * What {@link #weights(double[], Draws)} goes by: the losses, then products of their gradients, K(K+1)/2 of those in
     * the features. Keeps the tape.
     */
    public List<Tensor> sight(Tensor at, List<Tensor> losses) {
        List<Tensor> sight = new ArrayList<>(losses);
        if (usesGradients()) {
            sight.add(features ? Grams.productsAt(at, losses) : grams.products(losses, ROWS));
        }
        return sight;
    }

    /**
     * The factors for {@link Pass#backward(List, double[])}, given the numbers of {@link #sight}. Where losses or
     * gradients are not finite, the fixed ones, and nothing is learned from them.
     */
    public double[] weights(double[] seen, Draws draws) {
        double[] values = Arrays.copyOf(seen, parts.size());
        double[] scaled = scaled(values);
        double[][] gram =
                usesGradients() ? gram(Arrays.copyOfRange(seen, values.length, seen.length)) : new double[0][];
        if (!finite(scaled) || !Arrays.stream(gram).allMatch(Balancer::finite)) {
            return fixed.clone();
        }
        double[] weights =
                switch (weighting) {
                    case PriorWeighting _ -> throw new IllegalStateException(name + " weighs losses before their step");
                    case Famo method -> method.weights(scaled);
                    case GradientWeighting method -> method.weights(scaled, gram, own(draws));
                };
        double[] product = scaled(weights);
        trace = trace.step(numbers(values, product, gram));
        return product;
    }

    private static Draws own(Draws draws) {
        return draws.in("weighting");
    }

    private double[][] gram(double[] seen) {
        double[][] gram = features ? Grams.symmetric(parts.size(), seen) : grams.of(seen)[0];
        for (int i = 0; i < gram.length; i++) {
            for (int j = 0; j < gram.length; j++) {
                gram[i][j] *= fixed[i] * fixed[j];
            }
        }
        return gram;
    }

    /** Losses, factors; norms, cosines of pairs, and whether they conflict. */
    private double[] numbers(double[] values, double[] weights, double[][] gram) {
        int k = values.length;
        double[] numbers = Arrays.copyOf(values, trace.sums().length);
        System.arraycopy(weights, 0, numbers, k, k);
        int pair = 3 * k;
        for (int i = 0; i < gram.length; i++) {
            numbers[2 * k + i] = Math.sqrt(gram[i][i]);
            for (int j = 0; j < i; j++) {
                double scale = Math.sqrt(gram[i][i]) * Math.sqrt(gram[j][j]);
                numbers[pair + pairs()] = gram[i][j] < 0 ? 1 : 0;
                numbers[pair++] = scale > 0 ? gram[i][j] / scale : 0;
            }
        }
        return numbers;
    }

    /** Whether {@link #learn} wants the losses after the step. */
    public boolean probes() {
        return weighting instanceof Famo;
    }

    /** Learns from the losses of one batch before and after the step. */
    public void learn(double[] before, double[] after) {
        if (weighting instanceof Famo famo && finite(before) && finite(after)) {
            famo.learn(scaled(before), scaled(after));
        }
    }

    /** Ends an epoch. */
    public void endEpoch() {
        if (trace.steps() > 0) {
            weighting.endEpoch(scaled(Arrays.copyOf(trace.means(), parts.size())));
            trace = trace.endEpoch();
        }
    }

    public State state() {
        return new State(weighting.state(), trace);
    }

    /** Goes on from {@code state}, to the bit. */
    public void restore(State state) {
        if (state.weighting().length != weighting.state().length
                || state.trace().sums().length != trace.sums().length) {
            throw new IllegalArgumentException("state of another weighting than " + name);
        }
        weighting.restore(state.weighting());
        trace = state.trace();
    }

    /** Lines of {@code epoch,quantity,task,other,mean}, without a header; none where the factors are fixed. */
    public List<String> lines() {
        return Lines.of(parts, usesGradients(), trace.epochs());
    }

    private boolean usesGradients() {
        return Weightings.usesGradients(name);
    }

    private int pairs() {
        return parts.size() * (parts.size() - 1) / 2;
    }

    private double[] scaled(double[] x) {
        double[] scaled = x.clone();
        Arrays.setAll(scaled, i -> fixed[i] * x[i]);
        return scaled;
    }

    private static boolean finite(double[] x) {
        return Arrays.stream(x).allMatch(Double::isFinite);
    }
}
