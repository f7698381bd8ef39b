package janus.bench.gpu;

import janus.kernels.Devices;
import java.util.List;

/** One check on one device: prints what it found, last the line that says most; exit code 0, 1, or 77 if not made. */
public final class Check {
    private static final String USAGE = "usage: network|steps|repeats|leak DEVICE WIDTH,PIXELS,BATCH";

    private Check() {}

    public static void main(String[] args) {
        Verdict verdict;
        try {
            verdict = run(List.of(args));
        } catch (IllegalArgumentException e) {
            System.out.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println(verdict.line());
        System.exit(verdict.exitCode());
    }

    private static Verdict run(List<String> args) {
        if (args.size() != 3) {
            throw new IllegalArgumentException(USAGE);
        }
        String device = args.get(1);
        Size size = Size.of(args.get(2));
        return switch (args.getFirst()) {
            case "network" -> NetworkCheck.run(Devices::open, device, size);
            case "steps" -> StepsCheck.run(Devices::open, device, size);
            case "repeats" -> RepeatsCheck.run(Devices::open, device, size);
            case "leak" -> LeakCheck.run(Devices::open, device, size);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }
}
