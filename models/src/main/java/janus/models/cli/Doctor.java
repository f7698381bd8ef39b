package janus.models.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import janus.celeba.JpegDecoder;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cuda.CudaReport;
import janus.kernels.cuda.CudaUnavailable;
import janus.models.report.Machine;
import janus.models.report.Plot;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What this machine offers, and the one-line fix for whatever is missing. Exit code 1 if training cannot work. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Say what this machine offers, and how to fix what is missing.")
final class Doctor implements Callable<Integer> {
    private static final long GIB = 1L << 30;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    /** {@code FINE}; {@code SLOWER} or without a comfort; {@code BROKEN}: training cannot work. */
    enum State {
        FINE,
        SLOWER,
        BROKEN
    }

    /** One thing looked at; {@code fix} is null where there is nothing to fix. */
    record Finding(
            String subject,
            State state,
            String found,
            @Nullable String fix) {
        static Finding fine(String subject, String found) {
            return new Finding(subject, State.FINE, found, null);
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Finding> findings = findings();
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            for (Finding f : findings) {
                String mark = f.state == State.FINE ? "ok" : f.state == State.SLOWER ? "hint" : "BAD";
                System.out.printf(Locale.ROOT, "%-4s %-10s %s%n", mark, f.subject, f.found);
                if (f.fix != null) {
                    System.out.printf(Locale.ROOT, "%15s %s%n", "->", f.fix);
                }
            }
        }
        return findings.stream().anyMatch(f -> f.state == State.BROKEN) ? 1 : 0;
    }

    static List<Finding> findings() {
        List<Finding> findings =
                new ArrayList<>(List.of(jdk(), Finding.fine("processor", Machine.processor()), memory(), cpu()));
        findings.addAll(cuda());
        findings.addAll(List.of(jpeg(), fonts(), text(), disk()));
        return findings;
    }

    private static Finding jdk() {
        String found = System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("java.home");
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vector
                ? Finding.fine("jdk", found)
                : new Finding(
                        "jdk",
                        State.BROKEN,
                        found + ", started without its vector module",
                        "start with java -jar models.jar, which adds the flags");
    }

    private static Finding memory() {
        // inside a container the JVM reports the container's limit
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long heap = Runtime.getRuntime().maxMemory();
        String found = String.format(
                Locale.ROOT, "%.1f GiB, heap up to %.1f GiB", (double) machine / GIB, (double) heap / GIB);
        return heap >= 2 * GIB
                ? Finding.fine("memory", found)
                : new Finding(
                        "memory",
                        State.SLOWER,
                        found + ": too little for 224 px at batch 32",
                        machine >= 4 * GIB
                                ? "java -Xmx3g -jar models.jar …"
                                : "train data.size=64, or a smaller optimizer.batch");
    }

    private static Finding cpu() {
        try (Device device = Devices.open("cpu")) {
            return Finding.fine("cpu", device.description());
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return new Finding("cpu", State.BROKEN, String.valueOf(e.getMessage()), "start with java -jar models.jar");
        }
    }

    /** Each library that CUDA needs, up to one without which the others are of no use; the GPU, if all are there. */
    private static List<Finding> cuda() {
        List<Finding> findings = new ArrayList<>();
        for (CudaReport report : CudaReport.read()) {
            findings.add(
                    report.found()
                            ? Finding.fine(report.name(), report.text())
                            : new Finding(report.name(), State.SLOWER, report.text(), report.remedy()));
        }
        try (Device device = Devices.open("cuda")) {
            findings.add(Finding.fine("gpu", device.description()));
        } catch (CudaUnavailable e) {
            if (findings.stream().noneMatch(f -> f.found.equals(e.what()))) {
                findings.add(new Finding("gpu", State.SLOWER, e.what(), e.remedy()));
            }
        }
        return findings;
    }

    private static Finding jpeg() {
        try (JpegDecoder decoder = JpegDecoder.open()) {
            return decoder.name().equals("libturbojpeg")
                    ? Finding.fine("jpeg", decoder.name())
                    : new Finding(
                            "jpeg",
                            State.SLOWER,
                            decoder.name() + "; libturbojpeg was not found, it decodes about four times as fast",
                            "Debian: apt-get install libturbojpeg0; Fedora: dnf install turbojpeg; macOS: brew install "
                                    + "jpeg-turbo");
        }
    }

    private static Finding fonts() {
        String problem = Plot.fontProblem();
        return problem == null
                ? Finding.fine("fonts", "found")
                : new Finding(
                        "fonts",
                        State.SLOWER,
                        problem.substring(0, problem.indexOf(';')),
                        problem.substring(problem.indexOf(';') + 2));
    }

    private static Finding text() {
        String encoding =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        return Charset.forName(encoding).equals(StandardCharsets.UTF_8)
                ? Finding.fine("text", encoding)
                : new Finding(
                        "text",
                        State.SLOWER,
                        "standard output is " + encoding + ": dashes and ± may show as ?",
                        "export LC_ALL=C.UTF-8");
    }

    private static Finding disk() {
        Path here = Path.of("").toAbsolutePath();
        long free = here.toFile().getUsableSpace();
        String found = String.format(Locale.ROOT, "%.1f GiB free in %s", (double) free / GIB, here);
        if (!Files.isWritable(here)) {
            return new Finding("disk", State.SLOWER, here + " is not writable", "run elsewhere, or use --out");
        }
        return free >= GIB
                ? Finding.fine("disk", found)
                : new Finding("disk", State.SLOWER, found, "make room: a demo run and its faces take about 300 MB");
    }
}
