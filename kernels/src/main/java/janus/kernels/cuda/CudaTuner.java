package janus.kernels.cuda;

import janus.kernels.ConvolutionSize;
import janus.kernels.Tuner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Times cuDNN's engines, of those that may run, on numbers as they happen to lie there. */
final class CudaTuner implements Tuner {
    /** Part of the time of the engine there was that another must stay below: closer ones differ by chance. */
    private static final double CLEARLY = .97;

    /** Times the best so far, past which a first call is not repeated, besides what waiting for one call takes. */
    private static final double HOPELESS = 3;

    private static final double WAITING = 50e-6;

    private static final Runnable NOTHING = () -> {};
    private static final int TURNS = 5;
    /** Calls of a recording. */
    private static final int CALLS = 10;
    /** What all engines of a direction take, as a guess. */
    private static final double GUESS = .2;

    private final Context context;
    private final Memory memory;
    private final Dnn dnn;
    private final Layout layout;
    private final List<ConvolutionGraph.Key> keys;
    private final Map<EngineTable.Key, Engine> choices = new LinkedHashMap<>();

    CudaTuner(Context context, Memory memory, Dnn dnn, Layout layout, List<ConvolutionSize> sizes) {
        this.context = context;
        this.memory = memory;
        this.dnn = dnn;
        this.layout = layout;
        keys = sizes.stream().distinct().flatMap(this::keys).toList();
    }

    /** Images have no gradient. */
    private Stream<ConvolutionGraph.Key> keys(ConvolutionSize z) {
        ConvolutionSize as = CudaPhases.hasPhases(layout, z) ? CudaPhases.phases(z) : z;
        return Stream.of(DnnDirection.values())
                .filter(direction -> direction != DnnDirection.DATA || z.c() > CudaPhases.MOST)
                .map(direction -> new ConvolutionGraph.Key(as, direction, false));
    }

    @Override
    public int count() {
        return keys.size();
    }

    @Override
    public double seconds() {
        return GUESS * count();
    }

    @Override
    public List<Result> run(Consumer<Result> progress) {
        List<Result> results = new ArrayList<>();
        for (ConvolutionGraph.Key key : keys) {
            results.add(measure(key));
            progress.accept(results.getLast());
        }
        return results;
    }

    @Override
    public String csv(List<String> comment) {
        return EngineTable.text(comment, choices);
    }

    private Result measure(ConvolutionGraph.Key key) {
        EnginePlan before = dnn.engines().plan(dnn.handle(), key);
        try (Operands operands = new Operands(key.z())) {
            double time = operands.seconds(before, Double.POSITIVE_INFINITY);
            EnginePlan best = before;
            double least = CLEARLY * time;
            for (EnginePlan plan : dnn.engines().all(dnn.handle(), key)) {
                double seconds = operands.seconds(plan, least);
                if (seconds < least) {
                    best = plan;
                    least = seconds;
                }
            }
            choices.put(new EngineTable.Key(dnn.engines().precision(), key.direction(), key.z()), best.engine());
            return new Result(
                    key.z(),
                    key.direction().toString(),
                    before.engine().toString(),
                    time,
                    best.engine().toString(),
                    best == before ? time : least);
        }
    }

    /** Two maps and a filter. */
    private final class Operands implements AutoCloseable {
        private final Block x;
        private final Block w;
        private final Block y;

        Operands(ConvolutionSize z) {
            long k = layout.padded(z.k());
            long c = layout.padded(z.c());
            x = memory.take(z.n() * c * z.h() * z.w() * layout.numberBytes());
            w = memory.take(k * c * z.r() * z.s() * layout.numberBytes());
            y = memory.take(z.n() * k * z.p() * z.q() * layout.numberBytes());
        }

        /**
         * The median of some turns, after one that says whether it may come near {@code best}. Calls are recorded, as a
         * training step is: one by one, the host would take longer to queue a small one than the GPU to run it.
         */
        double seconds(EnginePlan plan, double best) {
            Block space = memory.take(plan.bytes());
            Runnable call = () -> plan.run(x.address, w.address, y.address, space.address);
            call.run();
            double first = seconds(call);
            int turns = first > HOPELESS * best + WAITING ? 0 : TURNS;
            double median =
                    turns == 0 ? first : median(() -> IntStream.range(0, CALLS).forEach(_ -> call.run()), turns);
            memory.giveBack(space);
            return median;
        }

        /** Of one of {@code calls}. */
        private double median(Runnable calls, int turns) {
            Recording recording = new Recording(memory);
            recording.record(context.stream(), List.of(calls), NOTHING);
            double[] times = DoubleStream.generate(() -> seconds(() -> recording.replay(context.stream(), NOTHING)))
                    .limit(turns)
                    .sorted()
                    .toArray();
            recording.destroy();
            return times[turns / 2] / CALLS;
        }

        private double seconds(Runnable work) {
            context.synchronize();
            long start = System.nanoTime();
            work.run();
            context.synchronize();
            return (System.nanoTime() - start) * 1e-9;
        }

        @Override
        public void close() {
            List.of(x, w, y).forEach(memory::giveBack);
        }
    }
}
