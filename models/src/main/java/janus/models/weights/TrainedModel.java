package janus.models.weights;

import janus.celeba.Batch;
import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.celeba.RgbImage;
import janus.engine.Parameter;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.models.MultiTask;
import janus.models.ResNet18;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model read from a weight file, ready to predict. */
public final class TrainedModel implements AutoCloseable {
    private final Description description;
    private final MultiTask model;

    private TrainedModel(Description description, MultiTask model) {
        this.description = description;
        this.model = model;
    }

    /**
     * Reads description and weights of {@code file}.
     *
     * @throws DataException if one is missing, or an array does not fit
     */
    public static TrainedModel open(Path file, Device device) throws IOException {
        Safetensors weights = Safetensors.read(file);
        Description description = description(file, weights);
        return open(file, weights, description, description.build(device));
    }

    /**
     * As {@link #open(Path, Device)}, to be scored on {@code data}.
     *
     * @throws DataException also if the data lacks a label that the model predicts
     */
    public static TrainedModel open(Path file, Device device, FaceData data) throws IOException {
        Safetensors weights = Safetensors.read(file);
        Description description = description(file, weights);
        for (Description.Head head : description.heads()) {
            boolean points = head.kind() == Description.Kind.POINTS;
            List<String> there = points ? data.points() : data.attributes();
            if (!there.containsAll(head.labels())
                    || (points && there.size() > head.labels().size())) {
                throw new DataException(file + ": head " + head.name() + " predicts " + head.labels()
                        + ", the data has " + there + "; give data with the same labels");
            }
        }
        MultiTask model = description.build(device, data.attributes(), data.points());
        return open(file, weights, description, model);
    }

    private static TrainedModel open(Path file, Safetensors weights, Description description, MultiTask model) {
        try {
            new StateDict(file, weights.arrays()).into(model.parameters().all(), Parameter::name);
            return new TrainedModel(description, model);
        } catch (DataException e) {
            model.close();
            throw e;
        }
    }

    /**
     * What {@code weights}, read from {@code file}, say of their model.
     *
     * @throws DataException if that is not enough to build one, or more than memory holds
     */
    public static Description description(Path file, Safetensors weights) {
        @Nullable Description d = Description.of(file, weights.metadata());
        // the file may come from anywhere, and its model's name becomes that of a folder
        boolean sound = d != null
                && d.model() != null
                && d.model().matches("[\\w-]+")
                && d.width() >= 1.0 / 16
                && d.width() <= 8
                && d.split() >= 0
                && d.split() <= ResNet18.STAGES
                && d.size() >= 1
                && d.size() <= 1024
                && complete(d.mean(), 3)
                && complete(d.deviation(), 3)
                && complete(d.heads(), 1)
                && d.heads().stream().allMatch(h -> h.name() != null && h.kind() != null && complete(h.labels(), 1));
        if (!sound) {
            throw new DataException(file + ": its description makes no model; give a file that train wrote");
        }
        return d;
    }

    private static boolean complete(@Nullable List<?> list, int least) {
        return list != null && list.size() >= least && list.stream().allMatch(Objects::nonNull);
    }

    public Description description() {
        return description;
    }

    public MultiTask model() {
        return model;
    }

    /** What each head says of an image of any size, [heads][outputs]: logits, or x/width and y/height. */
    public List<float[]> predict(RgbImage image) {
        int size = description.size();
        byte[] picture = image.resized(size, size).rgb();
        double[] maps = Batch.still(1, floats(description.mean()), floats(description.deviation()));
        float[] none = {};
        Batch batch = new Batch(new int[1], size, picture, maps, none, none, none, none);
        List<float[]> outputs = new ArrayList<>();
        try (Pass pass = Pass.inference(model.parameters().device())) {
            for (Tensor output : model.outputs(model.features(pass, batch))) {
                outputs.add(output.toFloats());
            }
        }
        return outputs;
    }

    private static float[] floats(List<Double> channels) {
        float[] floats = new float[channels.size()];
        for (int c = 0; c < floats.length; c++) {
            floats[c] = channels.get(c).floatValue();
        }
        return floats;
    }

    @Override
    public void close() {
        model.close();
    }
}
