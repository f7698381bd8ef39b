package janus.kernels.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Kernels;
import janus.kernels.reference.ReferenceDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Neither the number of threads nor the compiler changes a bit of any kernel's output. */
final class BitsTest {
    /** Interpreted vectors make about one operation a microsecond: a case of this size takes a twentieth of a second. */
    private static final double SMALL_FLOPS = 50_000;

    private static final int SMALL_BUFFER = 5_000;

    /** The optimizing compiler waits for 600 calls of a method, and some kernels run but twice in a pass. */
    private static final int WARM_UP = 300;

    @Test
    void threadsChangeNoBit() throws NoSuchAlgorithmException {
        // the first pass is compiled on the way, the second finds everything warm
        SortedMap<String, String> first = digests("cpu:1", ParityTable.all());
        for (int threads = 1; threads <= 4; threads++) {
            assertThat(changed(first, digests("cpu:" + threads, ParityTable.all())))
                    .as("cases whose bits change with %d threads", threads)
                    .isEmpty();
        }
    }

    @Test
    void interpreterAndCompilerAgree() throws IOException, InterruptedException, NoSuchAlgorithmException {
        List<ParityCase> small = small();
        Process child = interpreted();
        try (var labels = new PrintWriter(child.outputWriter(UTF_8))) {
            small.forEach(labels::println);
        }
        for (int pass = 0; pass < WARM_UP; pass++) {
            digests("cpu:1", small);
        }
        SortedMap<String, String> warm = digests("cpu:1", small);
        SortedMap<String, String> cold = new TreeMap<>();
        try (var lines = child.inputReader(UTF_8)) {
            lines.lines().map(line -> line.split(" ", 2)).forEach(word -> cold.put(word[1], word[0]));
        }
        assertThat(child.waitFor()).isZero();
        assertThat(changed(warm, cold))
                .as("cases whose bits the compiler changes")
                .isEmpty();
    }

    private static List<String> changed(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        return expected.keySet().stream()
                .filter(label -> !expected.get(label).equals(actual.get(label)))
                .toList();
    }

    /** Reads labels of cases, prints digest and label of each. */
    public static void main(String... arguments) throws IOException, NoSuchAlgorithmException {
        Set<String> wanted = new BufferedReader(new InputStreamReader(System.in, UTF_8))
                .lines()
                .collect(Collectors.toSet());
        List<ParityCase> cases = ParityTable.all().stream()
                .filter(c -> wanted.contains(c.label()))
                .toList();
        digests("cpu:1", cases).forEach((label, digest) -> System.out.println(digest + " " + label));
    }

    /** A JVM without compiler, with vectors as wide as here, running {@link #main}. */
    private static Process interpreted() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(List.of("-Xint", "-Dstdout.encoding=UTF-8", "--add-modules", "jdk.incubator.vector", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), BitsTest.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static SortedMap<String, String> digests(String name, List<ParityCase> cases)
            throws NoSuchAlgorithmException {
        try (Device device = Devices.open(name)) {
            return Digests.of(device, cases);
        }
    }

    private static List<ParityCase> small() {
        List<ParityCase> small = new ArrayList<>();
        try (Device device = new ReferenceDevice()) {
            for (ParityCase c : ParityTable.all()) {
                AtomicBoolean large = new AtomicBoolean();
                Kernels watcher = (Kernels) Proxy.newProxyInstance(
                        Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                            large.compareAndSet(false, Arrays.stream(arguments).anyMatch(BitsTest::isLarge));
                            return null;
                        });
                Trial trial = new Trial(device, watcher, Probe.NONE, c.seed(), Trial.Kind.BUFFERS);
                c.body().accept(trial);
                trial.free();
                if (!large.get()) {
                    small.add(c);
                }
            }
        }
        return small;
    }

    private static boolean isLarge(Object argument) {
        return switch (argument) {
            case ConvolutionSize z -> z.flops() > SMALL_FLOPS;
            case Buffer buffer -> buffer.shape().size() > SMALL_BUFFER;
            case null, default -> false;
        };
    }
}
