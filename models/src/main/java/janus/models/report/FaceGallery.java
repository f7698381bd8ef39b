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
import org.jspecify.annotations.Nullable;

/** Images inside the page, true points as rings, and over them what one or two models predicted, as crosses. */
public final class FaceGallery {
    private static final int SHOWN = 8;

    private final FaceData data;
    private final int[] rows;
    private final Labels truth;
    private final List<Guess> guesses;

    /**
     * What a model says of the rows: {@code logits} [n][attributes], {@code coordinates} [n][2·points] as x/width,
     * y/height; null where it has no such head, NaN where it was not asked.
     */
    public record Guess(String name, float @Nullable [] logits, float @Nullable [] coordinates) {}

    /** A gallery of {@code rows}; with two guesses the first is ×, the second +. */
    public FaceGallery(FaceData data, int[] rows, List<Guess> guesses) {
        this.data = data;
        this.rows = rows;
        this.truth = Labels.of(data, rows);
        this.guesses = guesses;
    }

    /** The section of a run, for the model with most heads; empty where there is nothing to show. */
    static String html(RunResult result) {
        ModelResult model = result.models().stream()
                .max(Comparator.comparingInt(m -> (m.logits() == null ? 0 : 1) + (m.coordinates() == null ? 0 : 1)))
                .orElse(null);
        if (model == null || result.rows().length == 0) {
            return "";
        }
        Guess guess = new Guess(model.name(), model.logits(), model.coordinates());
        FaceGallery gallery = new FaceGallery(result.data(), result.rows(), List.of(guess));
        int n = result.rows().length;
        int shown = Math.min(SHOWN, n);
        StringBuilder html = new StringBuilder("<h2>Test images</h2><p>Predictions of " + escape(model.name())
                + ". <span class=\"ring\"></span> true point, <span class=\"cross\">×</span> predicted.</p>");
        html.append(gallery.html("Evenly spaced", IntStream.range(0, shown).map(i -> (int) ((long) i * n / shown))));
        return html.append(gallery.worst(0, "")).toString();
    }

    /** The rows on which a guess is worst, by points and by attributes, {@code whose} after each title. */
    public String worst(int guess, String whose) {
        Guess g = guesses.get(guess);
        return (g.coordinates == null ? "" : html("Largest point errors" + whose, worst(i -> nme(g, i))))
                + (g.logits == null
                        ? ""
                        : html("Most attributes wrong" + whose, worst(i -> wrong(g, i)
                                .size())));
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
    private double nme(Guess guess, int i) {
        int points = data.points().size();
        int[] eyes = data.ocular();
        double sum = 0;
        int labelled = 0;
        for (int p = 0; p < points && guess.coordinates != null; p++) {
            double distance = distance(truth.points(), i * points + p, guess.coordinates, i * points + p);
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

    private List<String> wrong(Guess guess, int i) {
        List<String> wrong = new ArrayList<>();
        int columns = data.attributes().size();
        for (int a = 0; a < columns && guess.logits != null; a++) {
            byte label = truth.attributes()[i * columns + a];
            float logit = guess.logits[i * columns + a];
            if (label >= 0 && !Float.isNaN(logit) && logit > 0 != (label == 1)) {
                wrong.add(data.attributes().get(a) + (logit > 0 ? "\u00a0+" : "\u00a0−"));
            }
        }
        return wrong;
    }

    /** A heading and the images at {@code places} of the rows. */
    public String html(String title, IntStream places) {
        return "<h3>" + escape(title) + "</h3><div class=\"faces\">\n"
                + places.mapToObj(this::face).collect(Collectors.joining("\n")) + "</div>\n";
    }

    private String face(int i) {
        String size = "width=\"" + data.width() + "\" height=\"" + data.height() + "\"";
        StringBuilder html = new StringBuilder("<figure><svg role=\"img\" aria-label=\"" + escape(data.name(rows[i]))
                + " with points\" viewBox=\"0 0 " + data.width() + " " + data.height() + "\"><image " + size
                + " href=\"" + dataUri(data.file(rows[i])) + "\"/>");
        for (int p = 0; p < data.points().size(); p++) {
            html.append(marks(2 * (i * data.points().size() + p)));
        }
        html.append("</svg><figcaption><b>").append(escape(data.name(rows[i]))).append("</b>");
        for (int g = 0; g < guesses.size(); g++) {
            html.append(guesses.size() > 1 ? "<br>" + Html.model(g, guesses.get(g).name) : "");
            html.append(caption(guesses.get(g), i));
        }
        return html.append("</figcaption></figure>").toString();
    }

    private String caption(Guess guess, int i) {
        String nme = guess.coordinates == null ? "" : "<br>NME " + Numbers.percent(nme(guess, i), 1) + " %";
        if (guess.logits == null) {
            return nme;
        }
        List<String> wrong = wrong(guess, i);
        return nme + "<br>" + wrong.size() + " wrong"
                + (wrong.isEmpty() ? "" : ": <small>" + escape(String.join(", ", wrong)) + "</small>");
    }

    /** The ring and the crosses of the point whose x stands at {@code at}. */
    private String marks(int at) {
        double r = data.width() / 45.0;
        double x = truth.points()[at] * data.width(), y = truth.points()[at + 1] * data.height();
        StringBuilder marks = new StringBuilder();
        if (!Double.isNaN(x)) {
            marks.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, y, r));
        }
        for (int g = 0; g < guesses.size(); g++) {
            float[] coordinates = guesses.get(g).coordinates;
            if (coordinates != null && Float.isFinite(coordinates[at])) {
                marks.append(cross(g, coordinates[at] * data.width(), coordinates[at + 1] * data.height(), r));
            }
        }
        return marks.toString();
    }

    private String cross(int guess, double x, double y, double r) {
        String path = guess == 0
                ? String.format(
                        Locale.ROOT,
                        "M%.1f %.1fl%3$.1f %3$.1fm0 -%3$.1fl-%3$.1f %3$.1f",
                        x - .8 * r,
                        y - .8 * r,
                        1.6 * r)
                : String.format(
                        Locale.ROOT, "M%.1f %.1fh%.1fM%.1f %.1fv%3$.1f", x - 1.1 * r, y, 2.2 * r, x, y - 1.1 * r);
        return guesses.size() == 1
                ? "<path d=\"" + path + "\"/>"
                : "<path class=\"halo\" d=\"" + path + "\"/><path class=\"g" + guess + "\" d=\"" + path + "\"/>";
    }

    private static String dataUri(byte[] file) {
        boolean jpeg = file.length > 1 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
        return "data:image/" + (jpeg ? "jpeg" : "png") + ";base64,"
                + Base64.getEncoder().encodeToString(file);
    }
}
