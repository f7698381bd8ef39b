package janus.models.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import janus.celeba.Progress;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a long job is, counted in images: one bar at a time on a terminal, else a plain line every 30 s, each with
 * rate and time left.
 */
final class Bars implements Progress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bars.class);
    private static final int WIDTH = 78;
    /** Columns that name, numbers, times and rate take beside a bar. */
    private static final int LEAST_FOR_A_BAR = 72;

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final boolean drawn;
    private @Nullable ProgressBar bar;
    private String current = "";
    private long first;
    private long begun;
    private long told;

    /** Draws on a terminal unless {@code silent}. */
    Bars(boolean silent) {
        drawn = !silent && Terminal.present();
        if (drawn) {
            clearLineBeforeLogging();
        }
    }

    /** A log line takes the bar's place; the bar is drawn again below it. */
    private static void clearLineBeforeLogging() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console")
                        instanceof ConsoleAppender<ILoggingEvent> c
                && c.getEncoder() instanceof PatternLayoutEncoder encoder
                && !encoder.getPattern().startsWith(ERASE_LINE)) {
            encoder.stop();
            encoder.setPattern(ERASE_LINE + encoder.getPattern());
            encoder.start();
        }
    }

    @Override
    public synchronized void at(String what, long done, long total) {
        if (!what.equals(current)) {
            close();
            current = what;
            first = done;
            begun = System.nanoTime();
            told = begun;
            bar = drawn ? open(what, done, total) : null;
        }
        if (bar != null) {
            bar.maxHint(total).stepTo(done);
        } else if (System.nanoTime() - told > QUIET_NANOS) {
            told = System.nanoTime();
            double rate = (done - first) / ((told - begun) * 1e-9);
            LOG.info(
                    "{}: {} of {}, {} images/s, {} s left",
                    what,
                    done,
                    total,
                    Math.round(rate),
                    left(rate, total - done));
        }
        if (done >= total) {
            close();
        }
    }

    private static long left(double rate, long images) {
        return rate > 0 ? Math.round(images / rate) : 0;
    }

    private static ProgressBar open(String what, long done, long total) {
        // one column stays free: a full line would wrap
        int width = Math.min(WIDTH, Terminal.columns() - 1);
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setUpdateIntervalMillis(200)
                .setStyle(
                        System.getenv("NO_COLOR") == null
                                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, width))
                .showSpeed(new DecimalFormat("#,##0 'images'", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return (width < LEAST_FOR_A_BAR ? builder.setRenderer(Terminal::line) : builder).build();
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        current = "";
    }
}
