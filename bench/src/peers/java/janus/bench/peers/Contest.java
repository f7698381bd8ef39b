package janus.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Janus and its peers on one piece of work: they agree on its result, warm up, then take turns, each asleep while
 * another works.
 */
final class Contest {
    /** float32 sums in another order, through 20 layers. */
    private static final double TOLERANCE = 1e-3;
    /** bfloat16 keeps 8 bits; the two losses that are compared are means of many terms. */
    private static final double HALF_TOLERANCE = 5e-2;

    /** Milliseconds to warm up, number of turns, milliseconds of each. */
    record Plan(long warmUp, int turns, long turn) {}

    private final Setting setting;
    private final Work work;
    private final List<Child> children = new ArrayList<>();
    private final List<List<double[]>> times = new ArrayList<>();
    private final List<Double> differences = new ArrayList<>();
    private double asleep;
    private double awake;

    Contest(Setting setting, Work work) {
        this.setting = setting;
        this.work = work;
    }

    /** The first party is Janus; a row for each of the others. */
    List<Row> run(List<String> parties, Plan plan) throws IOException {
        try {
            for (String party : parties) {
                children.add(new Child(setting, party, work.toString()));
                times.add(new ArrayList<>());
            }
            compare();
            for (Child child : children) {
                child.run(plan.warmUp());
            }
            for (int turn = 0; turn < plan.turns(); turn++) {
                for (int i = 0; i < children.size(); i++) {
                    times.get(i).add(turn(i, plan.turn()));
                }
            }
            return rows();
        } finally {
            for (Child child : children) {
                child.close();
            }
        }
    }

    /** Processor time of those that wait, of the time they waited: 0 if they sleep. */
    double waiting() {
        return awake / asleep;
    }

    private double[] turn(int index, long milliseconds) throws IOException {
        double before = others(index);
        long start = System.nanoTime();
        double[] result = children.get(index).run(milliseconds);
        asleep += (System.nanoTime() - start) * 1e-6 * (children.size() - 1);
        awake += others(index) - before;
        return result;
    }

    private double others(int index) throws IOException {
        double sum = 0;
        for (int i = 0; i < children.size(); i++) {
            sum += i == index ? 0 : children.get(i).processorTime();
        }
        return sum;
    }

    private void compare() throws IOException {
        double[] truth = children.getFirst().check();
        double scale = DoubleStream.of(truth).map(Math::abs).max().orElse(0);
        for (Child child : children) {
            double[] numbers = child == children.getFirst() ? truth : child.check();
            double most = numbers.length == truth.length ? 0 : Double.POSITIVE_INFINITY;
            for (int i = 0; i < Math.min(truth.length, numbers.length); i++) {
                most = Math.max(most, Math.abs(truth[i] - numbers[i]) / scale);
            }
            // a NaN fails too
            if (!(most <= (half(child) ? HALF_TOLERANCE : TOLERANCE))) {
                throw new IOException("%s: %s differs from Janus by %.1e of the largest value"
                        .formatted(work, child.version(), most));
            }
            differences.add(most);
        }
    }

    private List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < children.size(); i++) {
            Child child = children.get(i);
            rows.add(new Row(
                    work,
                    setting.threads(),
                    half(child) ? "bfloat16" : "float32",
                    child.version(),
                    times(0),
                    times(i),
                    children.getFirst().peakMegabytes(),
                    child.peakMegabytes(),
                    differences.get(i)));
        }
        return rows;
    }

    private Times times(int index) {
        return Times.of(
                times.get(index).stream().flatMapToDouble(DoubleStream::of).toArray());
    }

    private static boolean half(Child child) {
        return child.name().endsWith("bfloat16");
    }
}
