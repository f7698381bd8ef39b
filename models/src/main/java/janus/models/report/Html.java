package janus.models.report;

/** Text that may stand inside a page. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A cell of a table of numbers. */
    static String number(String text) {
        return "<td class=\"number\">" + escape(text) + "</td>";
    }

    /** A model's name behind a dot of its colour. */
    static String model(int index, String name) {
        return "<span class=\"dot c" + index % Plot.COLOURS.size() + "\"></span>" + escape(name);
    }
}
