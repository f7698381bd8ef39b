package janus.bench.peers;

import janus.bench.Layer;
import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparison as Markdown, for the README. */
final class Tables {
    private static final List<Work.Kind> DIRECTIONS =
            List.of(Work.Kind.FORWARD, Work.Kind.BACKWARD_DATA, Work.Kind.BACKWARD_FILTER);

    private Tables() {}

    static List<String> of(Header header, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s; %s, JDK %s; %s; %d threads; peers on %s; %s%s.",
                header.processor(),
                header.os(),
                header.jdk(),
                String.join(", ", header.versions()),
                header.threads(),
                header.allocator(),
                header.date(),
                header.quick() ? "; a quick look" : ""));
        network(rows, lines);
        memory(rows, lines);
        convolutions(header, rows, lines);
        return lines;
    }

    private static void network(List<Row> rows, List<String> lines) {
        List<Row> shown =
                rows.stream().filter(row -> row.work().layer() == null).toList();
        if (shown.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "| two-head ResNet18 | Janus, ms | peer | its ms | peer ÷ Janus |"));
        lines.add("|---|--:|---|--:|--:|");
        for (Row row : shown) {
            String name = row.work().kind() == Work.Kind.TRAIN_STEP ? "training step" : "inference";
            lines.add(format(
                    "| %s, batch %d, %d px | %s | %s%s | %s | %.2f |",
                    name,
                    row.work().batch(),
                    row.work().size(),
                    times(row.janus()),
                    row.peer(),
                    row.precision().equals("float32") ? "" : ", " + row.precision(),
                    times(row.other()),
                    row.ratio()));
        }
    }

    private static void memory(List<Row> rows, List<String> lines) {
        List<Row> shown = rows.stream()
                .filter(row ->
                        row.work().kind() == Work.Kind.TRAIN_STEP && row.work().size() == 224)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("Most memory of the process in the training step at 224 px: Janus ");
        text.append(format("%.0f MB", shown.getFirst().janusMegabytes()));
        for (Row row : shown) {
            text.append(format(", %s in %s %.0f MB", row.peer(), row.precision(), row.otherMegabytes()));
        }
        lines.addAll(List.of("", text + "."));
    }

    private static void convolutions(Header header, List<Row> rows, List<String> lines) {
        if (rows.stream().allMatch(row -> row.work().layer() == null)) {
            return;
        }
        lines.addAll(List.of(
                "",
                format(
                        "GFLOP/s of a direct convolution's products, Janus : oneDNN (ratio). The multiply-add units'"
                                + " peak, measured, is %.0f.",
                        header.peak()),
                "",
                "| convolution, batch 32 | forward | to the input | to the filter |",
                "|---|--:|--:|--:|"));
        for (Layer layer : Layer.values()) {
            StringBuilder line = new StringBuilder("| " + name(layer));
            for (Work.Kind kind : DIRECTIONS) {
                line.append(" | ").append(cell(rows, layer, kind));
            }
            lines.add(line + " |");
        }
    }

    private static String cell(List<Row> rows, Layer layer, Work.Kind kind) {
        return rows.stream()
                .filter(row -> row.work().layer() == layer && row.work().kind() == kind)
                .map(row -> format("%.0f : %.0f (%.2f)", row.speed(row.janus()), row.speed(row.other()), row.ratio()))
                .findFirst()
                .orElse("–");
    }

    /** Kernel, channels, size: {@code 3×3, 64→128, 56 px, stride 2}. */
    static String name(Layer layer) {
        ConvolutionSize z = layer.size(1);
        return format("%d×%d, %d→%d, %d px%s", z.r(), z.s(), z.c(), z.k(), z.h(), z.stride() == 1 ? "" : ", stride 2");
    }

    private static String times(Times times) {
        String pattern = times.median() < 10
                ? "%.2f (%.2f–%.2f)"
                : times.median() < 100 ? "%.1f (%.1f–%.1f)" : "%.0f (%.0f–%.0f)";
        return format(pattern, times.median(), times.lower(), times.upper());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
