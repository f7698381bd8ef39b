package janus.models.report;

import static janus.models.report.Html.escape;

import janus.celeba.FaceData;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Test images inside the page, true points as rings, predicted ones as crosses: some as they come, and the worst. */
final class FaceGallery {
    private static final int SHOWN = 8;

    private final FaceData data;
    private final int[] rows;
    private final Labels truth;
    private final float[] logits;
    private final float[] coordinates;

    /** Faces with one model's predictions; empty arrays where it has no such head. */
    private FaceGallery(RunResult result, ModelResult model) {
        data = result.data();
        rows = result.rows();
        truth = Labels.of(data, rows);
        logits = model.logits() == null ? new float[0] : model.logits();
        coordinates = model.coordinates() == null ? new float[0] : model.coordinates();
    }

    /** The section, for the model with most heads; empty where there is nothing to show. */
    static String html(RunResult result) {
        ModelResult model = result.models().stream()
                .max(Comparator.comparingInt(m -> (m.logits() == null ? 0 : 1) + (m.coordinates() == null ? 0 : 1)))
                .orElse(null);
        if (model == null || result.rows().length == 0) {
            return "";
        }
        FaceGallery gallery = new FaceGallery(result, model);
        int n = result.rows().length;
        int shown = Math.min(SHOWN, n);
        StringBuilder html = new StringBuilder("<h2>Test images</h2><p>Predictions of " + escape(model.name())
                + ". <span class=\"ring\"></span> true point, <span class=\"cross\">×</span> predicted.</p>");
        gallery.append(html, "Evenly spaced", IntStream.range(0, shown).map(i -> (int) ((long) i * n / shown)));
        if (gallery.coordinates.length > 0) {
            gallery.append(html, "Largest point errors", gallery.worst(gallery::nme));
        }
        if (gallery.logits.length > 0) {
            gallery.append(html, "Most attributes wrong", gallery.worst(i -> gallery.wrong(i)
                    .size()));
        }
        return html.toString();
    }

    private IntStream worst(IntToDoubleFunction error) {
        return IntStream.range(0, rows.length)
                .boxed()
                .filter(i -> Double.isFinite(error.applyAsDouble(i)))
                .sorted(Comparator.comparingDouble((Integer i) -> -error.applyAsDouble(i)))
                .limit(SHOWN)
                .mapToInt(i -> i);
    }

    /** Mean error of the labelled points over the distance of the eyes; NaN without labels. */
    private double nme(int i) {
        int points = data.points().size();
        int[] eyes = data.ocular();
        double sum = 0;
        int labelled = 0;
        for (int p = 0; p < points; p++) {
            double distance = distance(truth.points(), i * points + p, coordinates, i * points + p);
            sum += Double.isNaN(distance) ? 0 : distance;
            labelled += Double.isNaN(distance) ? 0 : 1;
        }
        return sum / labelled / distance(truth.points(), i * points + eyes[0], truth.points(), i * points + eyes[1]);
    }

    private double distance(float[] a, int pointOfA, float[] b, int pointOfB) {
        return Math.hypot(
                (a[2 * pointOfA] - b[2 * pointOfB]) * data.width(),
                (a[2 * pointOfA + 1] - b[2 * pointOfB + 1]) * data.height());
    }

    private List<String> wrong(int i) {
        List<String> wrong = new ArrayList<>();
        int columns = data.attributes().size();
        for (int a = 0; a < columns; a++) {
            byte label = truth.attributes()[i * columns + a];
            boolean predicted = logits[i * columns + a] > 0;
            if (label >= 0 && predicted != (label == 1)) {
                wrong.add(data.attributes().get(a) + (predicted ? "\u00a0+" : "\u00a0−"));
            }
        }
        return wrong;
    }

    private void append(StringBuilder html, String title, IntStream faces) {
        html.append("<h3>").append(title).append("</h3><div class=\"faces\">\n");
        html.append(faces.mapToObj(this::face).collect(Collectors.joining("\n")));
        html.append("</div>\n");
    }

    private String face(int i) {
        String size = "width=\"" + data.width() + "\" height=\"" + data.height() + "\"";
        StringBuilder html = new StringBuilder("<figure><svg viewBox=\"0 0 " + data.width() + " " + data.height()
                + "\"><image " + size + " href=\"" + dataUri(data.file(rows[i])) + "\"/>");
        for (int p = 0; p < data.points().size(); p++) {
            html.append(marks(2 * (i * data.points().size() + p)));
        }
        html.append("</svg><figcaption><b>").append(escape(data.name(rows[i]))).append("</b>");
        if (coordinates.length > 0) {
            html.append("<br>NME ").append(Numbers.percent(nme(i), 1)).append(" %");
        }
        if (logits.length > 0) {
            List<String> wrong = wrong(i);
            html.append("<br>").append(wrong.size()).append(" wrong");
            html.append(wrong.isEmpty() ? "" : ": <small>" + escape(String.join(", ", wrong)) + "</small>");
        }
        return html.append("</figcaption></figure>").toString();
    }

    /** The ring and the cross of the point whose x stands at {@code at}. */
    private String marks(int at) {
        double r = data.width() / 45.0;
        double x = truth.points()[at] * data.width(), y = truth.points()[at + 1] * data.height();
        String ring = Double.isNaN(x)
                ? ""
                : String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, y, r);
        return coordinates.length == 0
                ? ring
                : ring
                        + String.format(
                                Locale.ROOT,
                                "<path d=\"M%.1f %.1fl%3$.1f %3$.1fm0 -%3$.1fl-%3$.1f %3$.1f\"/>",
                                coordinates[at] * data.width() - .8 * r,
                                coordinates[at + 1] * data.height() - .8 * r,
                                1.6 * r);
    }

    private static String dataUri(byte[] file) {
        boolean jpeg = file.length > 1 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
        return "data:image/" + (jpeg ? "jpeg" : "png") + ";base64,"
                + Base64.getEncoder().encodeToString(file);
    }
}
