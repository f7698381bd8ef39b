package janus.models.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import me.tongfei.progressbar.ProgressState;

/** The terminal, if standard input and output are one. */
final class Terminal {
    private static final int USUAL = 80;

    private Terminal() {}

    static boolean present() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Columns of the terminal, as stty tells; 80 where it does not. */
    static int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = stty.inputReader()) {
                String size = out.readLine();
                // a terminal on a serial line says 0
                return size != null && size.matches("\\d+ [1-9]\\d{0,4}")
                        ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                        : USUAL;
            }
        } catch (IOException e) {
            return USUAL; // Windows
        }
    }

    /** Progress in {@code columns} at most, where there is no room for a bar: the name gives way to the numbers. */
    static String line(ProgressState state, int columns) {
        double seconds = Math.max(1e-3, state.getElapsedAfterStart().toMillis() / 1e3);
        double rate = (state.getCurrent() - state.getStart()) / seconds;
        long left = rate > 0 ? Math.round((state.getMax() - state.getCurrent()) / rate) : 0;
        String numbers = String.format(
                Locale.ROOT,
                " %d%% %d:%02d left %.0f images/s",
                Math.round(100 * state.getNormalizedProgress()),
                left / 60,
                left % 60,
                rate);
        String name = state.getTaskName();
        String line = name.substring(0, Math.clamp(columns - numbers.length(), 0, name.length())) + numbers;
        return line.substring(0, Math.min(columns, line.length()));
    }
}
