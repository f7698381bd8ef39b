package janus.models.train;

import janus.celeba.Batch;
import janus.celeba.FaceData;
import janus.celeba.Loader;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.models.AttributeTask;
import janus.models.BatchReading;
import janus.models.Csv;
import janus.models.MultiTask;
import janus.models.PointTask;
import janus.models.report.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of some rows, in their order: {@code logits} [n][attributes], NaN for attributes that no head of it
 * predicts, and {@code coordinates} [n][2·points] as x/width, y/height; null where it has no such head; and its mean
 * losses, per task.
 */
public record Predictions(int[] rows, float @Nullable [] logits, float @Nullable [] coordinates, double[] losses) {
    /**
     * Runs the model with the weights it has now, asking {@code stop} before each batch.
     *
     * @throws NonFinite if an output is NaN
     */
    public static Predictions of(MultiTask model, Faces faces, int[] rows, Stop stop) {
        int attributes = faces.data().attributes().size();
        int coordinates = 2 * faces.data().points().size();
        float @Nullable [] logits = null;
        float @Nullable [] points = null;
        double[] losses = new double[model.tasks().size()];
        int done = 0;
        try (Loader loader = faces.plain(rows);
                Reader reader = new Reader(model)) {
            while (loader.hasNext()) {
                stop.check();
                Batch batch = loader.next();
                BatchReading.Said said = reader.read(batch);
                for (int i = 0; i < losses.length; i++) {
                    losses[i] += said.losses()[i] * batch.n() / rows.length;
                    float[] output = said.outputs().get(i);
                    switch (model.tasks().get(i)) {
                        case AttributeTask task ->
                            logits = put(logits, rows.length, attributes, done, output, task.columns());
                        case PointTask task ->
                            points = put(points, rows.length, coordinates, done, output, task.columns());
                    }
                }
                done += batch.n();
            }
        }
        return new Predictions(rows, logits, points, losses);
    }

    /** Reads batches of one size after the other; the last may be smaller. */
    private static final class Reader implements AutoCloseable {
        private final MultiTask model;
        private @Nullable BatchReading reading;

        Reader(MultiTask model) {
            this.model = model;
        }

        BatchReading.Said read(Batch batch) {
            BatchReading open = reading;
            if (open == null || open.n() != batch.n()) {
                close();
                open = new BatchReading(model, batch.n(), batch.size());
                reading = open;
            }
            return open.of(batch);
        }

        @Override
        public void close() {
            if (reading != null) {
                reading.close();
                reading = null;
            }
        }
    }

    /** Puts a head's output for rows from {@code row} on into the columns of {@code all} [n][width] it predicts. */
    private static float[] put(
            float @Nullable [] all, int n, int width, int row, float[] output, List<Integer> columns) {
        float[] target = all;
        if (target == null) {
            target = new float[n * width];
            Arrays.fill(target, Float.NaN);
        }
        for (int i = 0; i < output.length; i++) {
            if (Float.isNaN(output[i])) {
                throw new NonFinite(
                        "output " + i % columns.size() + " of image " + (row + i / columns.size()) + " is NaN");
            }
            target[(row + i / columns.size()) * width + columns.get(i % columns.size())] = output[i];
        }
        return target;
    }

    /** Null without such a head. */
    public @Nullable AttributeScores attributes(FaceData data) {
        return logits == null ? null : Labels.of(data, rows).attributes(data, logits);
    }

    /** Null without such a head. */
    public @Nullable PointScores points(FaceData data) {
        return coordinates == null ? null : Labels.of(data, rows).points(data, coordinates);
    }

    /** A line per image: its name, a logit for each attribute, x and y in pixels for each point. */
    public String csv(FaceData data) {
        StringBuilder csv = new StringBuilder("image");
        if (logits != null) {
            for (int j = 0; j < data.attributes().size(); j++) {
                String name = Csv.field(data.attributes().get(j));
                csv.append(Float.isNaN(logits[j]) ? "" : "," + name);
            }
        }
        if (coordinates != null) {
            data.points().forEach(name -> csv.append(',')
                    .append(Csv.field(name + "_x"))
                    .append(',')
                    .append(Csv.field(name + "_y")));
        }
        csv.append('\n');
        for (int i = 0; i < rows.length; i++) {
            csv.append(Csv.field(data.name(rows[i])));
            if (logits != null) {
                int width = logits.length / rows.length;
                for (int j = 0; j < width; j++) {
                    csv.append(Float.isNaN(logits[i * width + j]) ? "" : "," + logits[i * width + j]);
                }
            }
            if (coordinates != null) {
                int width = coordinates.length / rows.length;
                for (int j = 0; j < width; j++) {
                    float pixels = coordinates[i * width + j] * (j % 2 == 0 ? data.width() : data.height());
                    csv.append(',').append(String.format(Locale.ROOT, "%.3f", pixels));
                }
            }
            csv.append('\n');
        }
        return csv.toString();
    }
}
