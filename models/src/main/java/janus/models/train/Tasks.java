package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.models.AttributeTask;
import janus.models.PointTask;
import janus.models.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What each of the study's models learns from the data at hand. */
final class Tasks {
    private Tasks() {}

    /** @throws DataException if the data has no labels for the model of this name */
    static List<Task> of(String model, FaceData data, Config config) {
        List<Task> tasks = new ArrayList<>();
        int attributes = data.attributes().size();
        int coordinates = 2 * data.points().size();
        if (!model.equals("landmarks")) {
            require(attributes > 0, model, "attributes");
            boolean separate = config.network().tasks().equals("separate");
            List<Integer> columns = IntStream.range(0, attributes).boxed().toList();
            tasks.add(new AttributeTask(
                    "attributes", columns, attributes, separate ? List.copyOf(data.attributes()) : List.of()));
        }
        if (!model.equals("attributes")) {
            require(coordinates > 0, model, "points");
            Config.Loss loss = config.loss();
            double beta = loss.landmarks().equals("smooth-l1") ? loss.beta() : 0;
            List<Integer> columns = IntStream.range(0, coordinates).boxed().toList();
            tasks.add(new PointTask(
                    "landmarks", columns, coordinates, beta, config.network().pointSpread()));
        }
        return tasks;
    }

    private static void require(boolean present, String model, String labels) {
        if (!present) {
            throw new DataException("model " + model + ": the data has no " + labels + "; choose another --model");
        }
    }
}
