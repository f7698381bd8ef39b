package janus.bench.gpu;

import janus.kernels.Device;
import janus.kernels.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One check on one device or several: prints what it found, last of each device the line that says most; exit code 0, 1,
 * 2 if it could not begin, or 77 if not made.
 */
public final class Check {
    private static final String USAGE = "usage: network|steps|repeats|leak WIDTH,PIXELS,BATCH DEVICE…"
            + " or benchmark PIXELSxBATCH,… DEVICE SECONDS LIMIT FILE COMMAND…";
    /** Of the arguments, those before the command of PyTorch's side. */
    private static final int BENCHMARK = 6;

    private static final int LEAST = 3;
    private static final int NORMALIZED = 2;

    private Check() {}

    public static void main(String[] args) {
        System.exit(code(List.of(args))); // what check.sh judges a part by
    }

    private static int code(List<String> args) {
        try {
            if (args.size() > BENCHMARK && args.getFirst().equals("benchmark")) {
                return told(benchmark(args));
            }
            if (args.size() < LEAST) {
                throw new IllegalArgumentException(USAGE);
            }
            Function<String, Verdict> check = check(args.getFirst(), Size.of(args.get(1)));
            return args.subList(2, args.size()).stream()
                    .mapToInt(device -> told(check.apply(device)))
                    .max()
                    .orElseThrow();
        } catch (IllegalArgumentException | IOException e) {
            System.out.println("error: " + e.getMessage());
            return 2;
        }
    }

    /** The exit code of a verdict that is printed. */
    private static int told(Verdict verdict) {
        System.out.println(verdict.line());
        return verdict.exitCode();
    }

    private static Verdict benchmark(List<String> args) throws IOException {
        return Benchmark.run(
                cells(args.get(2), List.of(args.get(1).split(","))),
                args.subList(BENCHMARK, args.size()),
                Double.parseDouble(args.get(3)),
                Long.parseLong(args.get(4)),
                Path.of(args.get(5)));
    }

    private static Function<String, Verdict> check(String name, Size size) {
        Function<String, Device> open = Devices::open;
        return switch (name) {
            case "network" -> new NetworkCheck(open, size)::of;
            case "steps" -> new StepsCheck(open, size)::of;
            case "repeats" -> device -> RepeatsCheck.run(open, device, size);
            case "leak" -> device -> LeakCheck.run(open, device, size);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    /**
     * PyTorch's fastest first: time may run out. What can only be had on a GPU is left out on a CPU, and who normalizes
     * batches is compared at the first sizes alone.
     */
    private static List<Cell> cells(String device, List<String> sizes) {
        if (!device.startsWith("cuda")) {
            return cells(List.of(device), sizes, "eager");
        }
        List<String> bf16 = List.of(device + ":bf16");
        List<String> float32 = List.of(device);
        List<String> normalizing = List.of(device + ":bf16:cudnn-norm", device + ":cudnn-norm");
        List<String> first = sizes.subList(0, Math.min(NORMALIZED, sizes.size()));
        return Stream.of(
                        cells(bf16, sizes, "graph"),
                        cells(bf16, sizes, "eager"),
                        cells(float32, sizes, "eager"),
                        cells(normalizing, first, "eager"),
                        cells(float32, sizes, "graph"),
                        cells(bf16, sizes, "reduce-overhead"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Cell> cells(List<String> devices, List<String> sizes, String mode) {
        List<Cell> cells = new ArrayList<>();
        for (String device : devices) {
            for (String size : sizes) {
                String[] numbers = size.split("x");
                cells.add(new Cell(device, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), mode));
            }
        }
        return cells;
    }
}
