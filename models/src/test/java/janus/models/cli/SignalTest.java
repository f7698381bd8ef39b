package janus.models.cli;

import static org.assertj.core.api.Assertions.assertThat;

import janus.models.train.SmallFaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end, or killed, loses nothing: resumed, it ends with the bits of one left alone. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM: a process there is always killed")
final class SignalTest {
    private static final int STEPS = 30;
    private static final List<String> RESULTS = List.of(
            "metrics.csv", "two-head/predictions.csv", "two-head/best.safetensors", "two-head/last.safetensors");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        SmallFaces.write(folder.resolve("data"), 40, 7);
        Output output = Output.of(train("whole").toArray(String[]::new));
        assertThat(output.code()).as(output.err()).isZero();
    }

    @Test
    void terminationSavesTheStepAndLosesNothing() throws Exception {
        Process child = start(train("terminated"));
        try (BufferedReader log = child.errorReader()) {
            await(log, "epoch 1/", 1);
            child.toHandle().destroy(); // Process.destroy would close the log as well
            List<String> rest = log.lines().toList();
            assertThat(rest.getLast()).isEqualTo("stopped; go on with: train --resume " + folder.resolve("terminated"));
            assertThat(rest).anyMatch(line -> line.startsWith("saved step "));
        }
        assertThat(child.waitFor()).isEqualTo(143);
        assertResumes("terminated");
    }

    @Test
    void killAtAnyStepLosesNothingThatWasSaved() throws Exception {
        long seed = System.nanoTime();
        int saves = 1 + new Random(seed).nextInt(STEPS / 2);
        List<String> args = train("killed");
        args.add("saving.steps=1");
        Process child = start(args);
        int saved;
        try (BufferedReader log = child.errorReader()) {
            saved = number(await(log, "saved step ", saves));
            child.destroyForcibly();
        }
        assertThat(child.waitFor())
                .as("seed %d, killed after step %d", seed, saved)
                .isEqualTo(137);
        Output resumed = assertResumes("killed");
        assertThat(resumed.err().lines().filter(line -> line.startsWith("resumed at step ")))
                .singleElement()
                .satisfies(line -> assertThat(number(line)).as("seed %d", seed).isGreaterThanOrEqualTo(saved));
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static Output assertResumes(String name) {
        assertThat(folder.resolve(name).resolve("summary.json")).doesNotExist();
        Output output = Output.of("train", "--resume", folder.resolve(name).toString(), "--no-progress");
        assertThat(output.code()).as(output.err()).isZero();
        for (String file : RESULTS) {
            assertThat(folder.resolve(name).resolve(file)).hasSameBinaryContentAs(folder.resolve("whole", file));
        }
        return output;
    }

    /** Thirty steps in six epochs; it saves only when told to, and at the end. */
    private static List<String> train(String name) {
        return new ArrayList<>(List.of(
                "train",
                "--no-progress",
                "--model=two-head",
                "--data=" + folder.resolve("data/faces.csv"),
                "--out=" + folder.resolve(name),
                "--device=reference",
                "data.size=32",
                "network.width=0.0625",
                "optimizer.batch=4",
                "optimizer.epochs=6",
                "saving.minutes=1000"));
    }

    private static Process start(List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Reads on until {@code times} lines with that beginning have come, and returns the last of them. */
    private static String await(BufferedReader log, String beginning, int times) throws IOException {
        List<String> seen = new ArrayList<>();
        for (int left = times; left > 0; ) {
            String line = log.readLine();
            assertThat(line).as("'%s' was awaited after %s", beginning, seen).isNotNull();
            seen.add(line);
            left -= line.startsWith(beginning) ? 1 : 0;
        }
        return seen.getLast();
    }
}
