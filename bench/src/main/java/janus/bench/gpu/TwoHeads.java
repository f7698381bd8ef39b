package janus.bench.gpu;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Parameter;
import janus.engine.Parameters;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.Weights;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.models.AttributeTask;
import janus.models.MultiTask;
import janus.models.PointTask;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The two-head ResNet18 (40 attributes, 5 points) with AdamW and clipping, and one drawn batch whose images lie on the
 * device from the start. Weights and batch depend on the seed alone, not on the device.
 */
public final class TwoHeads implements AutoCloseable {
    static final int ATTRIBUTES = 40;
    static final int COORDINATES = 10;
    static final double RATE = 1e-3;
    /** On matrices and filters; none on biases, γ and β. */
    static final double DECAY = .05;

    static final double MAX_NORM = 5;

    private static final int DRAWN = 1 << 20;

    private final Device device;
    private final MultiTask model;
    private final Optimizer optimizer;
    private final Batch labels;
    private final Parameters inputs;
    private final Parameter images;

    public TwoHeads(Device device, double width, int pixels, int batch, long seed) {
        this(device, new Size(width, pixels, batch), seed);
    }

    TwoHeads(Device device, Size size, long seed) {
        this.device = device;
        Draws draws = Draws.of(seed);
        model = new MultiTask(
                device,
                draws.in("weights"),
                size.width(),
                List.of(
                        new AttributeTask("attributes", columns(ATTRIBUTES), ATTRIBUTES),
                        new PointTask("landmarks", columns(COORDINATES), COORDINATES)),
                false);
        optimizer = new Adam(
                model.parameters(), Group.decayMatrices(model.parameters(), DECAY), Adam.Settings.ADAM_W, MAX_NORM);
        optimizer.rate(RATE);
        Weights w = Weights.root(draws.in("batch"));
        Shape shape = Shape.of(size.batch(), 3, size.pixels(), size.pixels());
        images = w.parameter("images", Role.IMAGE, shape, (_, own, values) -> draw(own, values));
        images.freeze();
        inputs = w.build(device);
        labels = labels(draws, size);
    }

    private static Batch labels(Draws draws, Size size) {
        float[] attributes = new float[size.batch() * ATTRIBUTES];
        float[] points = new float[size.batch() * COORDINATES];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = draws.in("attributes").uniform(i) < .5f ? 0 : 1;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = draws.in("points").uniform(i);
        }
        int[] rows = new int[size.batch()];
        return new Batch(rows, size.pixels(), new float[0], attributes, ones(attributes), points, ones(points));
    }

    Device device() {
        return device;
    }

    MultiTask model() {
        return model;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** What the batch's images are: a parameter no step changes. */
    Parameter images() {
        return images;
    }

    /** The sum of both losses, before {@code pass} goes back. */
    public Tensor loss(Pass pass) {
        List<Tensor> losses = model.losses(model.outputs(model.features(pass.tensor(images))), labels);
        return losses.get(0).plus(losses.get(1));
    }

    /** A training step that waits for nothing. */
    public void step() {
        try (Pass pass = pass()) {
            optimizer.step(pass.backward(loss(pass)));
        }
    }

    /** A training step; gives the loss before it. */
    double lossOfStep() {
        try (Pass pass = pass()) {
            Tensor loss = loss(pass);
            Gradients gradients = pass.backward(loss);
            double value = loss.item();
            optimizer.step(gradients);
            return value;
        }
    }

    /** A pass of this model; nothing in it is drawn. */
    public Pass pass() {
        return Pass.training(device, Draws.of(0));
    }

    @Override
    public void close() {
        inputs.close();
        model.close();
    }

    /** Normal numbers, which repeat in a large batch: drawing them would take longer than the steps. */
    private static void draw(Draws draws, double[] values) {
        int drawn = Math.min(values.length, DRAWN);
        for (int i = 0; i < drawn; i++) {
            values[i] = draws.normal(i);
        }
        for (int i = drawn; i < values.length; i++) {
            values[i] = values[i - drawn];
        }
    }

    private static List<Integer> columns(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static float[] ones(float[] labels) {
        float[] ones = new float[labels.length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
