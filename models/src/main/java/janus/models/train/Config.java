package janus.models.train;

import janus.models.Trunk;
import janus.models.balance.Weightings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run. Bound to YAML by component names; {@link Configs} reads, merges, checks and writes it.
 *
 * @param preset what the rest started from: demo, seed or study
 * @param kernels a table that tune-kernels wrote; null: the built-in one
 * @param models which to train, on the same batches: two-head learns all tasks, attributes all groups of attributes,
 *     landmarks the points; a model by the name of a group learns that group alone
 */
public record Config(
        String preset,
        long seed,
        String device,
        @Nullable String kernels,
        List<String> models,
        Data data,
        Network network,
        Loss loss,
        Optimization optimizer,
        Stopping stopping,
        Saving saving,
        Diagnostics diagnostics) {
    /** The model of all tasks, however many there are. */
    public static final String TWO_HEAD = "two-head";

    static final String ATTRIBUTES = "attributes";
    static final String LANDMARKS = "landmarks";

    /** The models there are besides those of single groups, and how they are named everywhere. */
    public static final List<String> MODELS = List.of(TWO_HEAD, ATTRIBUTES, LANDMARKS);

    /** Whether a model of this name predicts attributes, of all groups or one. */
    public static boolean predictsAttributes(String model) {
        return !model.equals(LANDMARKS);
    }

    public static boolean predictsPoints(String model) {
        return model.equals(TWO_HEAD) || model.equals(LANDMARKS);
    }

    /**
     * @param folder where the data is; null: faces are drawn here as {@code synthetic} says
     * @param size side of the square the images are resized to, pixels
     * @param attributes names of the attributes to learn; empty: all
     * @param points names of the points to learn, the eyes that errors are measured by among them; empty: all
     * @param limit training images at most, the first by name; 0: all
     * @param fraction of these the share that is trained on, (0, 1]: chosen by the seed, so all arms of one seed have
     *     the same images, and those of a smaller fraction lie within a larger one
     * @param swapSplits validation and test each take the other's size where they are larger (the seed study's slip)
     * @param fullTest undoes {@code swapSplits} for the test split
     * @param mean of each channel of pixels/255
     * @param deviation standard deviation of each channel
     * @param threads loader threads; 0: one
     * @param labelled share of the training images whose labels are known
     */
    public record Data(
            @Nullable String folder,
            Synthetic synthetic,
            int size,
            List<String> attributes,
            int limit,
            boolean swapSplits,
            boolean fullTest,
            List<Double> mean,
            List<Double> deviation,
            Augmentation augmentation,
            int threads,
            Labelled labelled,
            List<String> points,
            double fraction) {}

    /** Shares in (0, 1] for each task: how many images somebody has annotated for it. */
    public record Labelled(double attributes, double landmarks) {
        static final Labelled ALL = new Labelled(1, 1);
    }

    /** See {@link janus.celeba.synthetic.SyntheticFaces.Settings}. */
    public record Synthetic(
            int train,
            int validation,
            int test,
            long seed,
            double labelNoise,
            int sharing,
            int conflict,
            boolean aligned) {}

    /** See {@link janus.celeba.Augmentation}. */
    public record Augmentation(boolean flip, double degrees, double scale, double shift) {}

    /**
     * @param width factor of ResNet18's channels
     * @param weights a torchvision ResNet18 file to start from; null: from scratch
     * @param frozen the trunk's weights stay as they are
     * @param frozenStatistics with {@code frozen}: batch (BatchNorm in training mode) or running
     * @param pointSpread unit of the landmark head's values: see {@link janus.models.PointTask}
     * @param tasks grouped: a group of attributes is one task; separate: each attribute has its own loss, in the head
     *     of its group
     * @param groups names of attributes by the name of their task, which has a head and a loss of its own; an attribute
     *     in none is not learned; empty: one group of all, called attributes
     * @param split stages of the trunk that all tasks of a model share, 0…4: see {@link Trunk#split}
     */
    public record Network(
            double width,
            @Nullable String weights,
            boolean frozen,
            String frozenStatistics,
            double pointSpread,
            String tasks,
            int split,
            Map<String, List<String>> groups) {
        /** The names of all tasks there can be. */
        List<String> taskNames() {
            Stream<String> attributes = groups.isEmpty() ? Stream.of(ATTRIBUTES) : groups.keySet().stream();
            return Stream.concat(attributes, Stream.of(LANDMARKS)).toList();
        }

        /** The names of all models there can be. */
        List<String> modelNames() {
            return Stream.concat(MODELS.stream(), groups.keySet().stream()).toList();
        }

        /** What the models' heads stand on. */
        Trunk trunk() {
            return new Trunk(width, split, frozen, frozenStatistics.equals("running"));
        }
    }

    /**
     * @param landmarks mse or smooth-l1 over x/width, y/height
     * @param beta where smooth-l1 turns linear
     * @param weights factor of each task's loss, by its name; that of attributes is shared among the groups without one
     *     of their own, and that of a task among its separate ones, by their number of attributes
     * @param weighting what multiplies these factors, step by step: one of {@link Weightings#names}
     * @param gradients where a weighting takes them: features, parameters (those that tasks share), or auto, as in its
     *     paper: mgda-ub in the features, the others in the parameters
     */
    public record Loss(
            String landmarks, double beta, Map<String, Double> weights, String weighting, String gradients) {}

    /**
     * @param name sgd, adam or adamw
     * @param rate peak learning rate
     * @param rates another rate for a model, by its name
     * @param decay weight decay
     * @param clip largest norm of the gradient; 0: no clipping
     * @param schedule constant, cosine (to 0 at the last step) or exponential (times {@code gamma} each epoch)
     * @param warmup steps of linear warm-up
     * @param average decay of the exponential moving average that is evaluated; 0: none
     */
    public record Optimization(
            String name,
            double rate,
            Map<String, Double> rates,
            double momentum,
            boolean nesterov,
            double decay,
            double clip,
            String schedule,
            double gamma,
            int warmup,
            double average,
            int batch,
            int epochs) {}

    /**
     * @param patience epochs without a better validation score before training stops; 0: never
     * @param joint the single models stop together, on the sum of their validation losses
     * @param restore best: the weights of the best epoch are tested; last: those of the last
     */
    public record Stopping(int patience, boolean joint, String restore) {}

    /** @param every steps between two looks at the gradients of single tasks, which change no bit; 0: none */
    public record Diagnostics(int every) {
        /** Whether step {@code step}, counted from 1, is looked at. */
        boolean due(long step) {
            return every > 0 && step % every == 0;
        }
    }

    /**
     * @param minutes between checkpoints; each is taken at the end of a step and changes no bit
     * @param steps between checkpoints, besides; 0: only by time
     * @param keep checkpoints kept
     */
    public record Saving(double minutes, int steps, int keep) {}
}
