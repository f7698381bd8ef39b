package janus.kernels.cpu;

import janus.kernels.Buffer;
import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Tuner;
import janus.kernels.cpu.ConvolutionKey.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures every algorithm that can compute a convolution, on this machine, and keeps the fastest for a table. */
final class KernelTuner implements Tuner {
    /** Each algorithm in turn, so that a neighbour's load meets all of them. */
    private static final int ROUNDS = 5;
    /** Slices before the first round. */
    private static final int WARM_UP = 2;
    /** Slices for each algorithm and direction before anything is measured: until compiled, kernels are slow. */
    private static final int COMPILATION = 10;
    /** Part of the built-in algorithm's time that another must stay below: closer ones differ by chance. */
    private static final double CLEARLY = .97;

    private final CpuDevice device;
    private final List<Case> cases;
    private final double slice;
    private final Map<ConvolutionKey, Algorithm> choices = new HashMap<>();

    private record Case(ConvolutionSize z, Direction direction, List<Algorithm> candidates) {}

    /**
     * Convolutions that only one algorithm can compute are left out.
     *
     * @param slice seconds that an algorithm runs at a time
     */
    KernelTuner(CpuDevice device, List<ConvolutionSize> sizes, double slice) {
        this.device = device;
        this.slice = slice;
        cases = sizes.stream()
                .distinct()
                .flatMap(
                        z -> Stream.of(Direction.values()).map(direction -> new Case(z, direction, able(direction, z))))
                .filter(each -> each.candidates.size() > 1)
                .toList();
    }

    private static List<Algorithm> able(Direction direction, ConvolutionSize z) {
        ConvolutionKey key = ConvolutionKey.of(direction, z);
        return Stream.of(Algorithm.values())
                .filter(algorithm -> algorithm.refusal(key) == null && algorithm.worthwhile(z))
                .toList();
    }

    @Override
    public int count() {
        return cases.size();
    }

    @Override
    public double seconds() {
        int trials = cases.stream().mapToInt(each -> each.candidates.size()).sum();
        int compiled = Algorithm.values().length * Direction.values().length;
        return slice * (trials * (WARM_UP + ROUNDS) + compiled * COMPILATION);
    }

    @Override
    public List<Result> run(Consumer<Result> progress) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            boolean first = i < Direction.values().length;
            results.add(measure(cases.get(i), first ? COMPILATION : 0));
            progress.accept(results.getLast());
        }
        return results;
    }

    @Override
    public String csv(List<String> comment) {
        return ConvolutionTable.text(comment, choices);
    }

    private Result measure(Case each, int compilation) {
        ConvolutionSize z = each.z;
        CpuBuffer x = random(Role.ACTIVATION, z.n(), z.c(), z.h(), z.w());
        CpuBuffer w = random(Role.FILTER, z.k(), z.c(), z.r(), z.s());
        CpuBuffer y = random(Role.ACTIVATION, z.n(), z.k(), z.p(), z.q());
        try {
            List<Runnable> calls = each.candidates.stream()
                    .map(algorithm -> call(each, algorithm, x, w, y))
                    .toList();
            double[] medians = medians(calls, compilation + WARM_UP);
            int before = each.candidates.indexOf(device.convolution().choose(each.direction, z));
            int best = before;
            for (int i = 0; i < medians.length; i++) {
                boolean clear = medians[i] < CLEARLY * medians[before];
                best = clear && medians[i] < medians[best] ? i : best;
            }
            Algorithm chosen = each.candidates.get(best);
            choices.put(ConvolutionKey.of(each.direction, z), chosen);
            String old = each.candidates.get(before).toString();
            return new Result(z, each.direction.toString(), old, medians[before], chosen.toString(), medians[best]);
        } finally {
            Stream.of(x, w, y).forEach(device::free);
        }
    }

    private Runnable call(Case each, Algorithm algorithm, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        ChosenConvolution convolution = device.convolution();
        return switch (each.direction) {
            case FORWARD -> () -> convolution.forward(algorithm, each.z, x, w, false, Finish.NONE, y);
            case DATA ->
                () -> {
                    // as in training, where each step writes the filter
                    w.touch();
                    convolution.backwardData(algorithm, each.z, y, w, false, x);
                };
            case FILTER -> () -> convolution.backwardFilter(algorithm, each.z, x, y, w);
        };
    }

    private double[] medians(List<Runnable> calls, int warmUp) {
        double[][] seconds = new double[calls.size()][ROUNDS];
        for (Runnable call : calls) {
            seconds(call, warmUp * slice);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < calls.size(); i++) {
                seconds[i][round] = seconds(calls.get(i), slice);
            }
        }
        return Stream.of(seconds)
                .peek(Arrays::sort)
                .mapToDouble(sorted -> sorted[ROUNDS / 2])
                .toArray();
    }

    /** Mean time of a call, of as many as fill {@code least} seconds, and of one if that takes longer. */
    private static double seconds(Runnable call, double least) {
        long begun = System.nanoTime();
        int calls = 0;
        double taken;
        do {
            call.run();
            calls++;
            taken = (System.nanoTime() - begun) * 1e-9;
        } while (taken < least);
        return taken / calls;
    }

    private CpuBuffer random(Role role, int... extents) {
        Shape shape = Shape.of(extents);
        Buffer buffer = device.allocate(shape, role);
        Random random = new Random(1);
        float[] numbers = new float[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - .5f;
        }
        device.upload(numbers, buffer);
        return CpuBuffer.of(buffer);
    }
}
