package janus.bench.gpu;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.Optimizer;
import janus.kernels.Device;
import janus.models.AttributeTask;
import janus.models.BatchStep;
import janus.models.MultiTask;
import janus.models.PointTask;
import java.util.Arrays;
import java.util.List;

/**
 * The two-head ResNet18 (40 attributes, 5 points) with AdamW and clipping, and one drawn batch that lies on the device
 * from the start. Weights and batch depend on the seed alone, not on the device.
 */
public final class TwoHeads implements AutoCloseable {
    public static final int ATTRIBUTES = 40;
    public static final int COORDINATES = 10;
    public static final double RATE = 1e-3;
    /** On matrices and filters; none on biases, γ and β. */
    public static final double DECAY = .05;

    public static final double MAX_NORM = 5;

    /** Of bytes that are all as likely. */
    private static final float[] MEAN = {.5f, .5f, .5f};

    private static final float[] DEVIATION = {.29f, .29f, .29f};

    private static final int DRAWN = 1 << 20;
    private static final Draws NOTHING = Draws.of(0);

    private final Device device;
    private final MultiTask model;
    private final Optimizer optimizer;
    private final BatchStep step;

    public TwoHeads(Device device, double width, int pixels, int batch, long seed) {
        this(device, new Size(width, pixels, batch), seed);
    }

    TwoHeads(Device device, Size size, long seed) {
        this.device = device;
        Draws draws = Draws.of(seed);
        model = model(device, draws.in("weights"), size.width());
        optimizer = optimizer(model);
        step = new BatchStep(model, new double[] {1, 1}, size.batch(), size.pixels());
        step.set(batch(draws, size));
    }

    /** The untrained model. */
    public static MultiTask model(Device device, Draws weights, double width) {
        AttributeTask attributes = new AttributeTask("attributes", ATTRIBUTES);
        PointTask landmarks = new PointTask("landmarks", COORDINATES);
        return new MultiTask(device, weights, width, List.of(attributes, landmarks), false);
    }

    /** What trains it. */
    public static Optimizer optimizer(MultiTask model) {
        Optimizer optimizer = new Adam(
                model.parameters(), Group.decayMatrices(model.parameters(), DECAY), Adam.Settings.ADAM_W, MAX_NORM);
        optimizer.rate(RATE);
        return optimizer;
    }

    private static Batch batch(Draws draws, Size size) {
        float[] attributes = new float[size.batch() * ATTRIBUTES];
        float[] points = new float[size.batch() * COORDINATES];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = draws.in("attributes").uniform(i) < .5f ? 0 : 1;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = draws.in("points").uniform(i);
        }
        int n = size.batch();
        byte[] pictures = pictures(draws.in("batch").in("images"), size);
        double[] maps = Batch.still(n, MEAN, DEVIATION);
        return new Batch(new int[n], size.pixels(), pictures, maps, attributes, ones(attributes), points, ones(points));
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

    /** The images that the device makes of the batch's pictures. */
    Tensor images(Pass pass) {
        return step.images(pass);
    }

    /** The sum of both losses, before {@code pass} goes back. */
    public Tensor loss(Pass pass) {
        return loss(pass, images(pass));
    }

    /** As {@link #loss(Pass)}, of other images. */
    Tensor loss(Pass pass, Tensor images) {
        List<Tensor> losses = step.losses(pass, images);
        return losses.get(0).plus(losses.get(1));
    }

    /** A training step as {@code train} takes it, which the device may replay; gives the loss before it. */
    public double step() {
        optimizer.prepare();
        return Arrays.stream(step.run(NOTHING, optimizer::apply)).sum();
    }

    /** A training step that nothing replays. */
    void plainStep() {
        optimizer.prepare();
        try (Pass pass = pass()) {
            step.take(pass, optimizer::apply);
        }
    }

    /** A pass of this model; nothing in it is drawn. */
    public Pass pass() {
        return Pass.training(device, NOTHING);
    }

    @Override
    public void close() {
        step.close();
        model.close();
    }

    /** Noise, which repeats in a large batch: drawing it would take longer than the steps. */
    private static byte[] pictures(Draws draws, Size size) {
        byte[] values = new byte[size.images().size()];
        int drawn = Math.min(values.length, DRAWN);
        for (int i = 0; i < drawn; i++) {
            values[i] = (byte) (256 * draws.uniform(i));
        }
        for (int i = drawn; i < values.length; i++) {
            values[i] = values[i - drawn];
        }
        return values;
    }

    private static float[] ones(float[] labels) {
        float[] ones = new float[labels.length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
