package janus.kernels.cuda;

import janus.kernels.KernelTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which engine computes which direction of which convolution: the one that a table names, or else the first of cuDNN's
 * proposals that gives the same bits each time and takes little memory, by tensor cores unless float32 is to stay
 * float32. Chosen when it is first asked for.
 */
final class ConvolutionEngines implements AutoCloseable {
    /** Bytes of workspace beyond which the next engine is asked. */
    private static final long MOST_BYTES = 1L << 30;

    private final Layout layout;
    private final Precision precision;
    private final @Nullable KernelTable<EngineTable.Key, Engine> table;
    private final Map<ConvolutionGraph.Key, ConvolutionGraph> graphs = new HashMap<>();
    private final Map<ConvolutionGraph.Key, EnginePlan> plans = new HashMap<>();

    ConvolutionEngines(Layout layout, Precision precision, @Nullable KernelTable<EngineTable.Key, Engine> table) {
        this.layout = layout;
        this.precision = precision;
        this.table = table;
    }

    Precision precision() {
        return precision;
    }

    EnginePlan plan(Handle handle, ConvolutionGraph.Key key) {
        EnginePlan known = plans.get(key);
        if (known == null) {
            known = choose(graph(handle, key), key);
            plans.put(key, known);
        }
        return known;
    }

    /** Every one that may run, cuDNN's favourite first. */
    List<EnginePlan> all(Handle handle, ConvolutionGraph.Key key) {
        ConvolutionGraph graph = graph(handle, key);
        return plans(graph, graph.proposals()).toList();
    }

    private ConvolutionGraph graph(Handle handle, ConvolutionGraph.Key key) {
        return graphs.computeIfAbsent(key, _ -> new ConvolutionGraph(handle, layout, key));
    }

    private EnginePlan choose(ConvolutionGraph graph, ConvolutionGraph.Key key) {
        EngineTable.Key wanted = new EngineTable.Key(precision, key.direction(), key.z());
        Engine named = table == null ? null : EngineTable.choice(table, wanted);
        Optional<EnginePlan> first =
                named == null ? Optional.empty() : plans(graph, List.of(named)).findFirst();
        return first.orElseGet(() -> proposed(graph));
    }

    private EnginePlan proposed(ConvolutionGraph graph) {
        List<Engine> proposals = graph.proposals();
        return plans(graph, proposals)
                .filter(plan -> precision == Precision.FLOAT32 || plan.tensorCores())
                .findFirst()
                .or(() -> plans(graph, proposals).findFirst())
                .orElseThrow(() -> new IllegalStateException("cuda: cuDNN has no engine for " + graph
                        + " that gives the same bits each time in " + MOST_BYTES + " bytes of workspace"));
    }

    private Stream<EnginePlan> plans(ConvolutionGraph graph, List<Engine> engines) {
        return engines.stream()
                .map(graph::plan)
                .filter(Objects::nonNull)
                .filter(plan -> precision != Precision.FLOAT32 || !plan.tensorCores())
                .filter(plan -> plan.bytes() <= MOST_BYTES);
    }

    @Override
    public void close() {
        plans.clear();
        graphs.values().forEach(ConvolutionGraph::close);
        graphs.clear();
    }
}
