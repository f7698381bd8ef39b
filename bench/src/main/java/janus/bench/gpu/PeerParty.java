package janus.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.kernels.OutOfDeviceMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** PyTorch, in a process of its own: {@code bench/gpu/peer.py} says how it is asked. */
final class PeerParty implements Party {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final JsonNode greeting;

    /** Returns when it is ready, or has said why it cannot take part. After {@code limit} seconds it is ended. */
    PeerParty(List<String> command, long limit) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture.delayedExecutor(limit, TimeUnit.SECONDS).execute(process::destroyForcibly);
        questions = new PrintStream(process.getOutputStream(), true, UTF_8);
        answers = process.inputReader(UTF_8);
        greeting = answer();
    }

    /** What it said first: {@code skipped} with a reason, or what it is and how large its network is. */
    JsonNode greeting() {
        return greeting;
    }

    JsonNode roofs() throws IOException {
        return ask("roofs");
    }

    @Override
    public double open(Cell cell) throws IOException {
        return ask("open %s %s %d %d".formatted(cell.mode(), cell.precision(), cell.pixels(), cell.batch()))
                .get("first")
                .asDouble();
    }

    @Override
    public double[] time(double seconds) throws IOException {
        return StreamSupport.stream(ask("time " + seconds).get("seconds").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            ask("close");
        }
    }

    /** Whether it is neither out of time nor broken down. */
    boolean isThere() {
        return process.isAlive();
    }

    /** Ends the process. */
    void end() {
        process.destroyForcibly();
    }

    private JsonNode ask(String question) throws IOException {
        questions.println(question);
        JsonNode answer = answer();
        if (answer.has("outOfMemory")) {
            throw new OutOfDeviceMemory("PyTorch: no room");
        }
        if (answer.has("error")) {
            throw new IOException("PyTorch: " + answer.get("error").asText());
        }
        return answer;
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("PyTorch's process ended, or was out of time");
        }
        return JSON.readTree(line);
    }
}
