package janus.models.train;

import janus.celeba.DataException;
import janus.celeba.FaceData;
import janus.models.AttributeTask;
import janus.models.PointTask;
import janus.models.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What each of the study's models learns from the data at hand. */
final class Tasks {
    private Tasks() {}

    /** @throws DataException if the data has no labels for the model of this name */
    static List<Task> of(String model, FaceData data, Config config) {
        List<Task> tasks = new ArrayList<>();
        boolean all = model.equals(Config.TWO_HEAD);
        Map<String, List<String>> groups = config.network().groups();
        if (groups.isEmpty()) {
            groups = Map.of(Config.ATTRIBUTES, data.attributes());
        }
        groups.forEach((name, attributes) -> {
            if (all || model.equals(Config.ATTRIBUTES) || model.equals(name)) {
                require(!attributes.isEmpty(), model, "attributes");
                tasks.add(group(name, attributes, data, config));
            }
        });
        if (all || model.equals(Config.LANDMARKS)) {
            int coordinates = 2 * data.points().size();
            require(coordinates > 0, model, "points");
            Config.Loss loss = config.loss();
            double beta = loss.landmarks().equals("smooth-l1") ? loss.beta() : 0;
            List<Integer> columns = IntStream.range(0, coordinates).boxed().toList();
            tasks.add(new PointTask(
                    Config.LANDMARKS,
                    columns,
                    coordinates,
                    beta,
                    config.network().pointSpread()));
        }
        return tasks;
    }

    private static Task group(String name, List<String> attributes, FaceData data, Config config) {
        boolean separate = config.network().tasks().equals("separate");
        List<Integer> columns =
                attributes.stream().map(data.attributes()::indexOf).toList();
        return new AttributeTask(
                name, columns, data.attributes().size(), separate ? List.copyOf(attributes) : List.of());
    }

    private static void require(boolean present, String model, String labels) {
        if (!present) {
            throw new DataException("model " + model + ": the data has no " + labels + "; choose another --model");
        }
    }
}
