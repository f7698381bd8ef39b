package janus.models.report;

import java.util.Locale;
import java.util.function.Function;

/** A {@link Drawing} as SVG. */
final class Svg {
    private final StringBuilder svg = new StringBuilder();
    private final Function<Ink, String> colours;

    private Svg(Function<Ink, String> colours) {
        this.colours = colours;
    }

    static String of(Drawing drawing, Function<Ink, String> colours, String attributes) {
        Svg out = new Svg(colours);
        out.add(
                "<svg viewBox=\"0 0 %d %d\" %s font-family=\"system-ui, sans-serif\" font-size=\"%d\">",
                drawing.width(), drawing.height(), attributes, Drawing.FONT);
        drawing.shapes().forEach(out::add);
        return out.svg.append("</svg>").toString();
    }

    private void add(Drawing.Shape shape) {
        switch (shape) {
            case Drawing.Box b ->
                add(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" style=\"fill:%s;opacity:%.2f\"/>",
                        b.x(), b.y(), b.width(), b.height(), colours.apply(b.ink()), b.opacity());
            case Drawing.Line l ->
                add(
                        "<path d=\"M%.1f %.1fL%.1f %.1f\" style=\"stroke:%s;stroke-width:%.1f\"/>",
                        l.x1(), l.y1(), l.x2(), l.y2(), colours.apply(l.ink()), l.width());
            case Drawing.Dot d ->
                add(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" style=\"fill:%s;fill-opacity:%.2f\"><title>%s</title>"
                                + "</circle>",
                        d.x(), d.y(), d.radius(), colours.apply(d.ink()), d.opacity(), Html.escape(d.title()));
            case Drawing.Words w ->
                add(
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" style=\"fill:%s\"%s>%s</text>",
                        w.x(),
                        w.y(),
                        w.anchor().name().toLowerCase(Locale.ROOT),
                        colours.apply(w.ink()),
                        w.bold() ? " font-weight=\"bold\"" : "",
                        Html.escape(w.text()));
            case Drawing.Panel p -> {
                add("<g transform=\"translate(%.1f %.1f)\">", p.x(), p.y());
                p.drawing().shapes().forEach(this::add);
                add("</g>");
            }
        }
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
