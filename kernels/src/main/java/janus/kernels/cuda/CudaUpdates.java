package janus.kernels.cuda;

import janus.kernels.Buffer;
import java.util.List;
import java.util.function.Supplier;

interface CudaUpdates extends CudaFamily {
    /** Segments of one launch: ResNet18 has 48, and all of them are copied with each launch. */
    int SEGMENTS = 64;

    /** Numbers of a segment in the kernels' table. */
    int WORDS = 5;

    /** Numbers that a block updates, four each thread. */
    int TILE = 4 * Launch.THREADS;

    @Override
    default void gate(double maxNorm, Buffer squares, Buffer loss, Buffer step) {
        launch().of("updates", "gate_f32")
                .wide(maxNorm)
                .in(squares, loss)
                .out(step)
                .over(1);
    }

    @Override
    default void sgd(
            List<Segment> segments, double momentum, boolean nesterov, Buffer step, Buffer g, Buffer m, Buffer w) {
        over(segments, () -> launch().of("updates", "sgd_f32")
                .scalar(momentum)
                .flag(nesterov)
                .in(step, g)
                .out(m, w));
    }

    @Override
    default void adam(
            List<Segment> segments,
            double beta1,
            double beta2,
            double eps,
            boolean decoupled,
            Buffer step,
            Buffer g,
            Buffer m,
            Buffer v,
            Buffer w) {
        over(segments, () -> launch().of("updates", "adam_f32")
                .scalar(beta1)
                .scalar(1 - beta1)
                .scalar(beta2)
                .scalar(1 - beta2)
                .scalar(eps)
                .flag(decoupled)
                .in(step, g)
                .out(m, v, w));
    }

    /** Queues the launch that {@code start} begins, with its table of segments; several, if one has no room for all. */
    private static void over(List<Segment> segments, Supplier<Launch> start) {
        for (int first = 0; first < segments.size(); first += SEGMENTS) {
            int count = Math.min(SEGMENTS, segments.size() - first);
            int[] table = new int[1 + SEGMENTS * WORDS];
            table[0] = count;
            int tiles = 0;
            for (int i = 0; i < count; i++) {
                Segment s = segments.get(first + i);
                int at = 1 + i * WORDS;
                table[at] = s.from();
                table[at + 1] = s.to();
                table[at + 2] = tiles;
                table[at + 3] = s.group();
                table[at + 4] = Float.floatToRawIntBits((float) s.decay());
                // a thread's four numbers begin at a multiple of four
                tiles += Math.ceilDiv(s.to() - s.from() / 4 * 4, TILE);
            }
            start.get().last(table).run(tiles, 1);
        }
    }

    @Override
    default void average(int n, Buffer step, Buffer x, Buffer average) {
        launch().of("updates", "average_f32").sizes(n).in(step, x).out(average).over(n);
    }

    @Override
    default void updateRunningStatistics(
            int c,
            int count,
            double momentum,
            Buffer apply,
            Buffer mean,
            Buffer variance,
            Buffer runningMean,
            Buffer runningVariance) {
        memory().beside(List.of(own(runningMean), own(runningVariance)), () -> launch().of(
                        "statistics", "updateRunningStatistics_f32")
                .sizes(c)
                .scalar(1 - momentum)
                .scalar(momentum)
                .scalar(count == 1 ? 1 : count / (count - 1.0))
                .in(apply, mean, variance)
                .out(runningMean, runningVariance)
                .over(c));
    }
}
