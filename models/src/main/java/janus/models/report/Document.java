package janus.models.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One HTML document: style, script, data and images inside, nothing loaded from elsewhere. */
public final class Document {
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot";

    private Document() {}

    /** {@code main} is markup. */
    public static String html(String title, String main) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + Html.escape(title) + "</title>\n<style>"
                + resource(PLOT + ".min.css")
                + resource("report.css")
                + "</style></head><body><main>\n"
                + main
                + "</main>\n<script>"
                + resource(PLOT + ".iife.min.js")
                + "</script>\n<script>"
                + resource("report.js")
                + "</script></body></html>\n";
    }

    /** What the document is for; {@code photographs}: it shows images of people. */
    public static String footer(boolean photographs) {
        return "<footer>For research into methods. Not for decisions about people, identification or surveillance; "
                + "labels are annotators’ perceptions."
                + (photographs
                        ? " This page contains images of the data set: its licence governs who may see them."
                        : "")
                + "</footer>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Document.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
