package janus.kernels.cuda;

import janus.kernels.ConvolutionSize;
import janus.kernels.Tuner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Times cuDNN's engines, of those that may run, on numbers as they happen to lie there. */
final class CudaTuner implements Tuner {
    /** Part of the time of the engine there was that another must stay below: closer ones differ by chance. */
    private static final double CLEARLY = .97;

    /** Part of the best time so far past which a first call is not repeated: it may be late for reasons of its own. */
    private static final double HOPELESS = 3;

    private static final int TURNS = 5;
    /** Calls that one wait ends. */
    private static final int CALLS = 8;
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
            choices.put(new EngineTable.Key(dnn.engines().storage(), key.direction(), key.z()), best.engine());
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
            x = memory.take(z.n() * c * z.h() * z.w() * layout.bytes());
            w = memory.take(k * c * z.r() * z.s() * layout.bytes());
            y = memory.take(z.n() * k * z.p() * z.q() * layout.bytes());
        }

        /** The median of some turns, after two calls of which the second says whether it may come near {@code best}. */
        double seconds(EnginePlan plan, double best) {
            Block space = memory.take(plan.bytes());
            seconds(plan, space, 1);
            double first = seconds(plan, space, 1);
            double[] times = DoubleStream.generate(() -> seconds(plan, space, CALLS))
                    .limit(first > HOPELESS * best ? 0 : TURNS)
                    .sorted()
                    .toArray();
            memory.giveBack(space);
            return times.length == 0 ? first : times[TURNS / 2];
        }

        private double seconds(EnginePlan plan, Block space, int calls) {
            context.synchronize();
            long start = System.nanoTime();
            for (int call = 0; call < calls; call++) {
                plan.run(x.address, w.address, y.address, space.address);
            }
            context.synchronize();
            return (System.nanoTime() - start) * 1e-9 / calls;
        }

        @Override
        public void close() {
            List.of(x, w, y).forEach(memory::giveBack);
        }
    }
}
