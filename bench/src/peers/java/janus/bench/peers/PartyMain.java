package janus.bench.peers;

import janus.models.report.Machine;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * A party's process: {@code NAME WORK THREADS}. It answers lines of standard input, and waits for the next in the
 * kernel: {@code check} with its numbers, {@code run MILLISECONDS} with nanoseconds of each run that began in that time
 * after a first one that is not timed, {@code memory} with the kilobytes it had at most.
 */
public final class PartyMain {
    private PartyMain() {}

    public static void main(String[] args) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Party party = party(args[0], args[1], Integer.parseInt(args[2]))) {
            answers.println(party.version());
            for (String request = requests.readLine(); request != null; request = requests.readLine()) {
                String[] words = request.split(" ");
                answers.println(
                        switch (words[0]) {
                            case "check" -> check(party);
                            case "run" -> run(party, Long.parseLong(words[1]));
                            case "memory" -> memory();
                            default -> throw new IllegalArgumentException(request);
                        });
            }
        }
        // libtorch's destructors are not worth waiting for
        Runtime.getRuntime().halt(0);
    }

    private static Party party(String name, String work, int threads) throws Exception {
        if (name.equals("peak")) {
            return new FmaPeak(threads);
        }
        Work parsed = Work.parse(work);
        return switch (name) {
            case "janus" ->
                parsed.kind().isConvolution()
                        ? new JanusConvolution(parsed, threads)
                        : new JanusNetwork(parsed, threads);
            case "libtorch" ->
                parsed.kind() == Work.Kind.TRAIN_STEP
                        ? new TorchTraining(parsed, threads, false)
                        : new TorchInference(parsed, threads);
            case "libtorch-bfloat16" -> new TorchTraining(parsed, threads, true);
            case "onnxruntime" -> new OnnxInference(parsed, threads);
            case "onednn" -> new OneDnnConvolution(parsed);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String check(Party party) {
        StringJoiner numbers = new StringJoiner(" ");
        for (float number : party.check()) {
            numbers.add(Float.toString(number));
        }
        return numbers.toString();
    }

    private static String run(Party party, long milliseconds) {
        StringJoiner times = new StringJoiner(" ");
        party.run();
        long start = System.nanoTime(), end = start + milliseconds * 1_000_000;
        while (start < end) {
            party.run();
            long now = System.nanoTime();
            times.add(Long.toString(now - start));
            start = now;
        }
        return times.toString();
    }

    private static String memory() {
        Long bytes = Machine.highest();
        return Long.toString(bytes == null ? 0 : bytes / 1024);
    }
}
