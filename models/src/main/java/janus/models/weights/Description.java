package janus.models.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.celeba.DataException;
import janus.engine.Draws;
import janus.kernels.Device;
import janus.models.AttributeTask;
import janus.models.MultiTask;
import janus.models.PointTask;
import janus.models.Task;
import janus.models.Trunk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a weight file says of its model besides the weights, so that it can be used without the run it came from: the
 * network's width and {@link Trunk#split}, the side of its images and how their channels are normalised, and what each
 * head predicts.
 */
public record Description(
        String model, double width, int split, int size, List<Double> mean, List<Double> deviation, List<Head> heads) {
    private static final String KEY = "janus.model";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /** What a head predicts: one logit per label, or x/width and y/height of each. */
    public enum Kind {
        ATTRIBUTES,
        POINTS
    }

    /** A head by its task's name, with its labels in the order of its outputs; of points {@link PointTask#spread}. */
    public record Head(String name, Kind kind, List<String> labels, double spread) {
        private Task task(List<String> all) {
            return switch (kind) {
                case ATTRIBUTES ->
                    new AttributeTask(name, labels.stream().map(all::indexOf).toList(), all.size());
                case POINTS -> {
                    List<Integer> columns = labels.stream()
                            .flatMap(label -> Stream.of(2 * all.indexOf(label), 2 * all.indexOf(label) + 1))
                            .toList();
                    yield new PointTask(name, columns, 2 * all.size(), 0, spread);
                }
            };
        }
    }

    /** To be written with the weights. */
    public Map<String, String> metadata() {
        try {
            return Map.of(KEY, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What {@code file} says, given its metadata.
     *
     * @throws DataException if it says nothing, or nothing that can be understood
     */
    public static Description of(Path file, Map<String, String> metadata) {
        String text = metadata.get(KEY);
        if (text == null) {
            throw new DataException(
                    file + ": weights without a description of their model; give a file that train wrote");
        }
        try {
            return JSON.readValue(text, Description.class);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ": its description is not understood: "
                            + e.getOriginalMessage().split("; `", 2)[0] + "; give a file that train wrote",
                    e);
        }
    }

    /** The labels that heads of this kind predict, in their order. */
    public List<String> labels(Kind kind) {
        return heads.stream()
                .filter(head -> head.kind == kind)
                .flatMap(head -> head.labels.stream())
                .toList();
    }

    /** A model of this kind with its initial weights, for labels of its own order. */
    public MultiTask build(Device device) {
        return build(device, labels(Kind.ATTRIBUTES), labels(Kind.POINTS));
    }

    /** As {@link #build(Device)}, for batches with the labels of a data set, which has all of the heads'. */
    MultiTask build(Device device, List<String> attributes, List<String> points) {
        List<Task> tasks = heads.stream()
                .map(head -> head.task(head.kind == Kind.POINTS ? points : attributes))
                .toList();
        Trunk trunk = new Trunk(width, split, false, false);
        return new MultiTask(device, Draws.of(0), trunk, tasks);
    }
}
