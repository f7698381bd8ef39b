package janus.models.report;

import java.util.Map;

/** Text that may stand inside a page. */
public final class Html {
    private Html() {}

    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A cell of a table of numbers. */
    public static String number(String text) {
        return "<td class=\"number\">" + escape(text) + "</td>";
    }

    /** A table of names and what they stand for. */
    public static String facts(Map<String, String> values) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"plain\"><tbody>");
        values.forEach((name, value) -> html.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>"));
        return html.append("</tbody></table></div>").toString();
    }

    /** A model's name behind a dot of its colour. */
    public static String model(int index, String name) {
        return "<span class=\"dot c" + index % Plot.COLOURS.size() + "\"></span>" + escape(name);
    }
}
