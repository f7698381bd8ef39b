package janus.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A party's process, seen from the comparison. */
final class Child implements AutoCloseable {
    /** Linux counts a process's time in hundredths of a second. */
    private static final double MILLISECONDS_PER_TICK = 10;

    private final String name;
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;
    private final String version;

    /** Returns when the party is ready. */
    Child(Setting setting, String name, String work) throws IOException {
        this.name = name;
        process = setting.process(name, work).start();
        requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        version = answer();
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    double[] check() throws IOException {
        return numbers("check");
    }

    /** Milliseconds of each run that began within {@code milliseconds}. */
    double[] run(long milliseconds) throws IOException {
        double[] times = numbers("run " + milliseconds);
        for (int i = 0; i < times.length; i++) {
            times[i] *= 1e-6;
        }
        return times;
    }

    /** The most megabytes it had in memory so far. */
    double peakMegabytes() throws IOException {
        return numbers("memory")[0] / 1024;
    }

    /** Milliseconds of processor time it has taken. */
    double processorTime() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return MILLISECONDS_PER_TICK * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }

    private double[] numbers(String request) throws IOException {
        requests.println(request);
        return Stream.of(answer().split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended early; what it said stands above");
        }
        return line;
    }
}
