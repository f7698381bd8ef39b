package janus.models.report;

import janus.celeba.FaceData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How errors fall on groups: the test rows by the labels Male and Young, where the data has both. */
final class Slices {
    /** A group and how one model does on it; NaN where the model has no such head or the group is empty. */
    record Slice(String group, int images, double accuracy, double nme) {}

    private Slices() {}

    /** Four groups for a model; none where a label is absent from the data. */
    static List<Slice> of(RunResult result, ModelResult model) {
        FaceData data = result.data();
        int male = data.attributes().indexOf("Male");
        int young = data.attributes().indexOf("Young");
        List<Slice> slices = new ArrayList<>();
        if (male < 0 || young < 0) {
            return slices;
        }
        for (int group = 0; group < 4; group++) {
            int m = group / 2, y = group % 2;
            int[] places = IntStream.range(0, result.rows().length)
                    .filter(i -> data.attribute(result.rows()[i], male) == m)
                    .filter(i -> data.attribute(result.rows()[i], young) == y)
                    .toArray();
            String name = (m == 1 ? "Male" : "not Male") + ", " + (y == 1 ? "Young" : "not Young");
            slices.add(slice(name, places, result, model));
        }
        return slices;
    }

    private static Slice slice(String name, int[] places, RunResult result, ModelResult model) {
        FaceData data = result.data();
        Labels truth =
                Labels.of(data, Arrays.stream(places).map(i -> result.rows()[i]).toArray());
        double accuracy = Double.NaN, nme = Double.NaN;
        if (model.logits() != null && places.length > 0) {
            float[] logits = rows(model.logits(), data.attributes().size(), places);
            accuracy = truth.attributes(data, logits).macroAccuracy();
        }
        if (model.coordinates() != null && places.length > 0) {
            float[] coordinates = rows(model.coordinates(), 2 * data.points().size(), places);
            nme = truth.points(data, coordinates).nme();
        }
        return new Slice(name, places.length, accuracy, nme);
    }

    private static float[] rows(float[] all, int width, int[] places) {
        float[] some = new float[places.length * width];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(all, places[i] * width, some, i * width, width);
        }
        return some;
    }
}
