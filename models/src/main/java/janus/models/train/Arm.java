package janus.models.train;

import janus.celeba.Batch;
import janus.celeba.FaceData;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Optimizer;
import janus.engine.optim.WeightAverage;
import janus.kernels.Device;
import janus.models.AttributeTask;
import janus.models.BatchStep;
import janus.models.MultiTask;
import janus.models.Task;
import janus.models.balance.Balancer;
import janus.models.balance.Diagnosis;
import janus.models.balance.Weightings;
import janus.models.weights.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model in training, with its optimiser, its weight average, its best weights and its course so far. */
final class Arm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arm.class);

    private final String name;
    private final Config config;
    private final MultiTask model;
    private final Update update;
    private final State state;
    private final Balancer balancer;
    private Course course;
    private @Nullable BatchStep repeated;

    /** At rest, with weights drawn from the run's seed; those of the trunk from {@code pretrained} if there are any. */
    Arm(String name, Config config, Device device, FaceData data, int stepsPerEpoch, @Nullable StateDict pretrained) {
        this.name = name;
        this.config = config;
        this.model = new MultiTask(
                device, Draws.of(config.seed()).in("weights"), config.network().trunk(), Tasks.of(name, data, config));
        if (pretrained != null) {
            List<String> unexpected = pretrained.into(model.trunkParameters(), model::localName);
            LOG.info("{}: trunk from {}; unexpected keys left out: {}", name, pretrained.file(), unexpected);
        }
        this.update = new Update(config.optimizer(), name, model.parameters(), stepsPerEpoch);
        this.state = new State(model.parameters(), update.optimizer(), update.average());
        this.balancer = balancer(config.loss());
        this.course = Course.start(model.tasks().size());
    }

    private Balancer balancer(Config.Loss loss) {
        boolean features = loss.gradients().equals("features")
                || (loss.gradients().equals("auto") && Weightings.isOfFeatures(loss.weighting()));
        return new Balancer(loss.weighting(), features, model, factors());
    }

    /** The fixed factor of each loss. */
    private double[] factors() {
        return model.tasks().stream()
                .flatMapToDouble(task -> DoubleStream.generate(
                                () -> weight(task) / task.parts().size())
                        .limit(task.parts().size()))
                .toArray();
    }

    /**
     * One training step, counted from 0 over the whole run.
     *
     * @throws NonFinite if loss or gradient were not finite; then nothing has changed
     */
    void step(Batch batch, Draws draws, long step) {
        long begun = System.nanoTime();
        update.prepare(step);
        double[] foreseen = balancer.foresees() ? balancer.weights(draws) : new double[0];
        double[] values =
                batch.n() == config.optimizer().batch() ? again(batch, draws, foreseen) : once(batch, draws, foreseen);
        if (!update.optimizer().applied()) {
            throw new NonFinite(name, step + 1, culprit(batch, draws));
        }
        balancer.taken(foreseen, values);
        if (balancer.probes()) {
            try (Pass probe = Pass.probe(model.parameters().device(), draws)) {
                balancer.learn(values, values(model.partLosses(probe, batch)));
            }
        }
        course = course.step(model.byTask(values), batch.n(), System.nanoTime() - begun);
    }

    /** A step like the one before, which the device may replay; the host weighs the losses halfway where it has to. */
    private double[] again(Batch batch, Draws draws, double[] foreseen) {
        if (repeated == null) {
            repeated = new BatchStep(model, factors(), batch.n(), batch.size());
        }
        repeated.set(batch);
        if (balancer.foresees()) {
            repeated.weigh(foreseen);
            return repeated.run(draws, update::apply);
        }
        double[] seen =
                repeated.run(draws, balancer::sight, numbers -> balancer.weights(numbers, draws), update::apply);
        return Arrays.copyOf(seen, model.parts().size());
    }

    /** A step that nothing replays: its batch is an epoch's last, smaller one. */
    private double[] once(Batch batch, Draws draws, double[] foreseen) {
        try (Pass pass = Pass.training(model.parameters().device(), draws)) {
            Tensor features = model.features(pass, batch);
            List<Tensor> losses = model.partLosses(model.outputs(features), batch);
            if (balancer.foresees()) {
                update.apply(pass.backward(losses, foreseen));
                return values(losses);
            }
            double[] seen = balancer.sight(features, losses).stream()
                    .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubles()))
                    .toArray();
            update.apply(pass.backward(losses, balancer.weights(seen, draws)));
            return Arrays.copyOf(seen, losses.size());
        }
    }

    /** What the gradients of the next step look like, were it taken with these: see {@link Diagnosis}. */
    List<String> diagnose(Batch batch, Draws draws) {
        return Diagnosis.of(model, batch, draws);
    }

    private static double[] values(List<Tensor> losses) {
        return losses.stream().mapToDouble(Tensor::item).toArray();
    }

    /** The first tensor that was not finite: of the forward pass, run again onto a tape, else a gradient. */
    private String culprit(Batch batch, Draws draws) {
        try (Pass again = Pass.training(model.parameters().device(), draws)) {
            model.partLosses(again, batch);
            String forward = again.firstNonFinite();
            String tensor = forward != null ? forward : model.parameters().firstNonFiniteGradient();
            return tensor == null ? "the gradient's norm" : tensor;
        }
    }

    /** Fixed factor of each task's loss. */
    double[] weights() {
        return model.tasks().stream().mapToDouble(this::weight).toArray();
    }

    private double weight(Task task) {
        Map<String, Double> weights = config.loss().weights();
        double share = task instanceof AttributeTask group
                ? weights.getOrDefault(Config.ATTRIBUTES, 1.0) * group.outputs() / group.all()
                : 1;
        return weights.getOrDefault(task.name(), share);
    }

    /** Runs {@code body} with the weights that are validated: the average's where there is one. */
    <T> T validated(Supplier<T> body) {
        WeightAverage average = update.average();
        return average == null ? body.get() : average.evaluate(body);
    }

    /** Runs {@code body} with the weights that are the run's result. */
    <T> T tested(Supplier<T> body) {
        boolean best = config.stopping().restore().equals("best") && course.bestEpoch() > 0;
        return best ? state.withBest(body) : validated(body);
    }

    /** Ends the running epoch; weights with the best score so far are kept. */
    void end(Course.Epoch epoch) {
        balancer.endEpoch();
        course = course.end(epoch);
        if (course.bestEpoch() == epoch.epoch()) {
            validated(() -> {
                state.keepBest();
                return true;
            });
        }
    }

    void stop() {
        course = course.stop();
    }

    double rate(long step) {
        return update.rate(step);
    }

    String name() {
        return name;
    }

    MultiTask model() {
        return model;
    }

    Optimizer optimizer() {
        return update.optimizer();
    }

    Course course() {
        return course;
    }

    void course(Course course) {
        this.course = course;
    }

    Balancer balancer() {
        return balancer;
    }

    State state() {
        return state;
    }

    @Override
    public void close() {
        if (repeated != null) {
            repeated.close();
        }
        model.close();
    }
}
