package janus.models.cli;

import janus.celeba.Progress;
import java.io.Console;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a long job is: one bar at a time on a terminal, else a plain line every 30 s. Rate and time left are in the
 * unit that is counted.
 */
final class Bars implements Progress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bars.class);
    private static final int WIDTH = 78;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final boolean drawn;
    private @Nullable ProgressBar bar;
    private String current = "";
    private long first;
    private long begun;
    private long told;

    /** Draws on a terminal unless {@code silent}. */
    Bars(boolean silent) {
        drawn = !silent && onTerminal();
    }

    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
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
            LOG.info("{}: {} of {}, {} s left", what, done, total, Math.round((total - done) / rate));
        }
        if (done >= total) {
            close();
        }
    }

    private static ProgressBar open(String what, long done, long total) {
        return new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setUpdateIntervalMillis(200)
                .setStyle(System.getenv("NO_COLOR") == null ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .showSpeed()
                .build();
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
