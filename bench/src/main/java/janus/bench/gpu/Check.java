package janus.bench.gpu;

import janus.kernels.Device;
import janus.kernels.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One check on one device: prints what it found, last the line that says most; exit code 0, 1, or 77 if not made. */
public final class Check {
    private static final String USAGE = "usage: network|steps|repeats|leak WIDTH,PIXELS,BATCH DEVICE"
            + " or benchmark PIXELSxBATCH,… DEVICE SECONDS LIMIT FILE COMMAND…";
    /** Of the arguments, those before the command of PyTorch's side. */
    private static final int BENCHMARK = 6;

    private Check() {}

    public static void main(String[] args) {
        Verdict verdict;
        try {
            verdict = run(List.of(args));
        } catch (IllegalArgumentException | IOException e) {
            System.out.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println(verdict.line());
        System.exit(verdict.exitCode());
    }

    private static Verdict run(List<String> args) throws IOException {
        boolean benchmark = args.size() > BENCHMARK && args.getFirst().equals("benchmark");
        if (!benchmark && args.size() != 3) {
            throw new IllegalArgumentException(USAGE);
        }
        String device = args.get(2);
        if (benchmark) {
            return Benchmark.run(
                    cells(device, List.of(args.get(1).split(","))),
                    args.subList(BENCHMARK, args.size()),
                    Double.parseDouble(args.get(3)),
                    Long.parseLong(args.get(4)),
                    Path.of(args.get(5)));
        }
        Size size = Size.of(args.get(1));
        Function<String, Device> open = Devices::open;
        return switch (args.getFirst()) {
            case "network" -> NetworkCheck.run(open, device, size);
            case "steps" -> StepsCheck.run(open, device, size);
            case "repeats" -> RepeatsCheck.run(open, device, size);
            case "leak" -> LeakCheck.run(open, device, size);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    /** What can only be had on a GPU is left out on a CPU; what takes longest to prepare comes last. */
    private static List<Cell> cells(String device, List<String> sizes) {
        boolean gpu = device.startsWith("cuda");
        List<Cell> cells = new ArrayList<>();
        for (String mode : gpu ? List.of("eager", "graph", "reduce-overhead") : List.of("eager")) {
            for (String on : gpu ? List.of(device + ":bf16", device) : List.of(device)) {
                for (String size : sizes) {
                    String[] numbers = size.split("x");
                    cells.add(new Cell(on, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), mode));
                }
            }
        }
        return cells;
    }
}
