package janus.bench.peers;

import janus.bench.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison's command line: {@code bench/compare.sh}. */
@Command(
        name = "compare.sh",
        mixinStandardHelpOptions = true,
        description = "Times Janus beside libtorch, ONNX Runtime and oneDNN on the same work, in turns.")
public final class Compare implements Callable<Integer> {
    private static final int BATCH = 32;
    private static final Path RESULTS = Path.of("bench", "target");

    /** Parts of the comparison. */
    enum Part {
        TRAIN,
        INFERENCE,
        LAYERS
    }

    @Option(names = "--quick", description = "Fewer and shorter turns: a look, not a result.")
    private boolean quick;

    @Option(names = "--threads", description = "Threads of every party; default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--sizes", split = ",", description = "Image sizes; default: ${DEFAULT-VALUE}.")
    private int[] sizes = {64, 128, 224};

    @Option(names = "--only", split = ",", description = "${COMPLETION-CANDIDATES}; default: all.")
    private List<Part> only = List.of(Part.values());

    @Option(names = "--avx2", description = "No party uses AVX-512; without ONNX Runtime, which cannot be told.")
    private boolean avx2;

    private final List<Row> rows = new ArrayList<>();
    private double waiting;

    public static void main(String[] args) {
        // compare.sh ends with this code
        System.exit(new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, _, _) -> {
                    System.err.println("error: " + e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Setting setting = new Setting(threads, avx2);
        double peak = peak(setting);
        System.err.printf("%.0f GFLOP/s is the peak of %d threads%n", peak, threads);
        if (only.contains(Part.TRAIN)) {
            train(setting);
        }
        if (only.contains(Part.INFERENCE)) {
            infer(setting);
        }
        if (only.contains(Part.LAYERS)) {
            convolve(setting);
        }
        Header header = Header.of(setting, quick, peak, waiting, rows);
        Results.write(RESULTS.resolve("compare.json"), header, rows);
        ComparedFigure.save(RESULTS.resolve("compare.png"), rows);
        Tables.of(header, rows).forEach(System.out::println);
        return 0;
    }

    private void train(Setting setting) throws IOException {
        List<String> parties = new ArrayList<>(List.of("janus", "libtorch"));
        if (!avx2 && Files.readString(Path.of("/proc/cpuinfo")).matches("(?s).*(avx512_bf16|amx_bf16).*")) {
            parties.add("libtorch-bfloat16");
        }
        for (int size : sizes) {
            contest(
                    setting,
                    Work.of(Work.Kind.TRAIN_STEP, size, BATCH),
                    parties,
                    quick ? new Contest.Plan(6000, 3, 1200) : new Contest.Plan(12000, 7, 2500));
        }
    }

    private void infer(Setting setting) throws IOException {
        List<String> parties = avx2 ? List.of("janus", "libtorch") : List.of("janus", "libtorch", "onnxruntime");
        for (int batch : new int[] {BATCH, 1}) {
            for (int size : sizes) {
                contest(
                        setting,
                        Work.of(Work.Kind.INFERENCE, size, batch),
                        parties,
                        quick ? new Contest.Plan(4000, 3, 300) : new Contest.Plan(6000, 7, 700));
            }
        }
    }

    private void convolve(Setting setting) throws IOException {
        for (Layer layer : Layer.values()) {
            for (Work.Kind kind : Work.Kind.values()) {
                // nobody asks for the gradient of the images
                if (kind.isConvolution() && !(layer == Layer.STEM && kind == Work.Kind.BACKWARD_DATA)) {
                    contest(
                            setting,
                            Work.of(kind, layer, BATCH),
                            List.of("janus", "onednn"),
                            quick ? new Contest.Plan(700, 3, 60) : new Contest.Plan(2000, 5, 150));
                }
            }
        }
    }

    private void contest(Setting setting, Work work, List<String> parties, Contest.Plan plan) throws IOException {
        Contest contest = new Contest(setting, work);
        List<Row> found = contest.run(parties, plan);
        rows.addAll(found);
        waiting = Math.max(waiting, contest.waiting());
        for (Row row : found) {
            System.err.printf(
                    "%-40s Janus %8.2f ms   %-16s %s %8.2f ms   ratio %.2f%n",
                    work,
                    row.janus().median(),
                    row.peer(),
                    row.precision(),
                    row.other().median(),
                    row.ratio());
        }
    }

    private static double peak(Setting setting) throws IOException {
        try (Child child = new Child(setting, "peak", "-")) {
            double gigaflop = child.check()[0];
            child.run(1000);
            return gigaflop * 1000 / Times.of(child.run(3000)).least();
        }
    }
}
