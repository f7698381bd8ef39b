package janus.models;

import java.util.ArrayList;
import java.util.List;

/** Fields of a CSV's line as RFC 4180 quotes them, without line breaks in them: no name of an image or label has one. */
public final class Csv {
    private Csv() {}

    /** {@code text}, in quotes where it holds a comma or a quote. */
    public static String field(String text) {
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The fields of {@code line}; quotes count only where a field begins with one. */
    public static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = 0;
        do {
            field.setLength(0);
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            at += quoted ? 1 : 0;
            while (at < line.length() && (quoted || line.charAt(at) != ',')) {
                char c = line.charAt(at++);
                if (!quoted || c != '"') {
                    field.append(c);
                } else if (at < line.length() && line.charAt(at) == '"') {
                    field.append(line.charAt(at++));
                } else {
                    quoted = false;
                }
            }
            fields.add(field.toString());
        } while (at++ < line.length());
        return fields;
    }
}
