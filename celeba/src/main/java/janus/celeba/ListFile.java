package janus.celeba;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text list read line by line and cut into fields: at commas where its first lines hold one, at blanks otherwise.
 * LF, CRLF and a byte order mark are understood; blank lines are skipped but counted.
 */
final class ListFile {
    private static final int LARGEST = 1 << 30;

    private final Path path;
    private final byte[] bytes;
    private final boolean commas;
    private int at;
    private int line;
    private int fields;
    private int[] starts = new int[64];
    private int[] stops = new int[64];

    private ListFile(Path path, byte[] bytes, int begin) {
        this.path = path;
        this.bytes = bytes;
        this.at = begin;
        this.commas = hasComma(bytes);
    }

    /** Reads the whole file; web pages, UTF-16 and binary files are refused by name. */
    static ListFile read(Path path) {
        byte[] bytes;
        try {
            if (Files.size(path) > LARGEST) {
                throw new DataException(path + ": more than 1 GiB is no list; give the list of labels");
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read (" + e.getMessage() + "); check the file", e);
        }
        boolean mark = startsWith(bytes, 0xEF, 0xBB, 0xBF);
        refuseOtherFormats(path, bytes);
        return new ListFile(path, bytes, mark ? 3 : 0);
    }

    private static void refuseOtherFormats(Path path, byte[] bytes) {
        if (isWebPage(bytes)) {
            throw new DataException(path + ": a web page, not a list (a download over its quota saves one);"
                    + " download the list again");
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new DataException(path + ": UTF-16 text; save it as UTF-8");
        }
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] == 0) {
                throw new DataException(path + ": binary data, not a list; give the text list");
            }
        }
    }

    /** Whether a file begins as HTML does, whatever its name says. */
    static boolean isWebPage(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.ISO_8859_1);
        String text =
                head.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading().toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head");
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xFF) != head[i]) {
                return false;
            }
        }
        return true;
    }

    /** Two lines are looked at: a count may stand before the header. */
    private static boolean hasComma(byte[] bytes) {
        int lines = 0;
        for (int i = 0; i < bytes.length && lines < 2; i++) {
            if (bytes[i] == ',') {
                return true;
            }
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return false;
    }

    /** Moves to the next line that is not blank; false at the end. */
    boolean next() {
        while (at < bytes.length) {
            line++;
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int stop = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            fields = 0;
            cut(at, stop);
            at = end + 1;
            if (fields > 1 || (fields == 1 && stops[0] > starts[0])) {
                return true;
            }
        }
        return false;
    }

    private void cut(int begin, int end) {
        int i = begin;
        while (i <= end) {
            while (i < end && blank(bytes[i])) {
                i++;
            }
            if (i == end && !commas) {
                return;
            }
            boolean quoted = commas && i < end && bytes[i] == '"';
            int start = quoted ? i + 1 : i;
            int stop = stop(start, end, quoted);
            i = quoted ? separator(stop, end) : stop;
            while (stop > start && blank(bytes[stop - 1])) {
                stop--;
            }
            add(start, stop);
            i++;
        }
    }

    /** Two quotes inside quotes are one of the text (RFC 4180). */
    private int stop(int start, int end, boolean quoted) {
        int i = start;
        while (i < end) {
            boolean doubled = quoted && bytes[i] == '"' && i + 1 < end && bytes[i + 1] == '"';
            if (!doubled && (quoted ? bytes[i] == '"' : commas ? bytes[i] == ',' : blank(bytes[i]))) {
                break;
            }
            i += doubled ? 2 : 1;
        }
        return i;
    }

    /** Where what follows the closing quote at {@code quote} ends. */
    private int separator(int quote, int end) {
        int i = quote + 1;
        while (i < end && blank(bytes[i])) {
            i++;
        }
        if (i < end ? bytes[i] != ',' : quote == end) {
            throw fault("a quote inside quotes, or one that is not closed", "double it, or close it in its line");
        }
        return i;
    }

    private void add(int start, int stop) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, 2 * fields);
            stops = Arrays.copyOf(stops, 2 * fields);
        }
        starts[fields] = start;
        stops[fields++] = stop;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    Path path() {
        return path;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean commas() {
        return commas;
    }

    /** Number of the current line, from 1. */
    int line() {
        return line;
    }

    int fields() {
        return fields;
    }

    String text(int field) {
        int start = starts[field];
        String text = new String(bytes, start, stops[field] - start, StandardCharsets.UTF_8);
        return start > 0 && bytes[start - 1] == '"' ? text.replace("\"\"", "\"") : text;
    }

    /** The field as a number; NaN where it is empty or says nan. */
    float number(int field) {
        int i = starts[field];
        int stop = stops[field];
        boolean negative = i < stop && bytes[i] == '-';
        i += negative ? 1 : 0;
        int value = 0;
        int digits = stop - i;
        while (i < stop && digits < 9 && bytes[i] >= '0' && bytes[i] <= '9') {
            value = 10 * value + bytes[i++] - '0';
        }
        return i == stop && digits > 0 ? (negative ? -value : value) : unusual(field);
    }

    private float unusual(int field) {
        String text = text(field);
        if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
            return Float.NaN;
        }
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw fault("'" + shortened(text) + "' is not a number", "correct it, or leave the field empty");
        }
        throw fault("'" + shortened(text) + "' is not finite", "correct it, or leave the field empty");
    }

    static String shortened(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 60 ? visible : visible.substring(0, 57) + "…";
    }

    /** A fault of the current line. */
    DataException fault(String what, String remedy) {
        return new DataException(path + ":" + line + ": " + what + "; " + remedy);
    }
}
