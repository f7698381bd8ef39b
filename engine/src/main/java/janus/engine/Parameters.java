package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All arrays of one model on one device: trained values, gradients and statistics, each one flat arena. {@link #all}
 * keeps construction order.
 */
public final class Parameters implements AutoCloseable {
    /** Views {@code from} (inclusive) to {@code to} (exclusive) of the arenas of trained values. */
    public record Range(int from, int to) {}

    private final Device device;
    private final List<Parameter> all;
    private final List<Parameter> trained;
    private final List<Parameter> statistics;
    private final List<Arena> arenas = new ArrayList<>();
    private final List<Arena> workspaces = new ArrayList<>();
    private final Gradients results;
    private Arena values;
    private Arena statisticValues;
    private long writes;

    Parameters(Device device, Collection<Parameter> parameters) {
        this.device = device;
        this.all = List.copyOf(parameters);
        this.trained = all.stream().filter(p -> !p.isStatistic()).toList();
        this.statistics = all.stream().filter(Parameter::isStatistic).toList();
        this.values = arena(trained);
        this.statisticValues = arena(statistics);
        Shape scalar = Shape.of(1);
        this.results = new Gradients(
                this, arena(trained), device.allocate(scalar, Role.PLAIN), device.allocate(scalar, Role.PLAIN));
        all.forEach(parameter -> parameter.belongTo(this));
    }

    public Device device() {
        return device;
    }

    /** Trained parameters and statistics, in the order they were named. */
    public List<Parameter> all() {
        return all;
    }

    /** All but the statistics, frozen ones too, in arena order. */
    public List<Parameter> trained() {
        return trained;
    }

    public List<Parameter> statistics() {
        return statistics;
    }

    /** Number of trained scalars, padding not counted. */
    public long count() {
        return trained.stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** The arena of trained values now in use. */
    public Arena values() {
        return values;
    }

    /** Tells that trained values were overwritten: passes that read them before go backward no more. */
    public void written() {
        writes++;
    }

    /** The gradient arena, parallel to {@link #values}. */
    public Arena gradients() {
        return results.arena();
    }

    /** The arena of running statistics now in use. */
    public Arena statisticValues() {
        return statisticValues;
    }

    /** A new zero arena with the layout of {@link #values}: an optimiser slot, an average. Lives as long as this. */
    public Arena slot() {
        return arena(trained);
    }

    /** A new zero arena with the layout of {@link #statisticValues}. Lives as long as this. */
    public Arena statisticSlot() {
        return arena(statistics);
    }

    /** New zeros for numbers of an optimiser's own. Live as long as this. */
    public Buffer scalars(Shape shape) {
        return made(List.of(new Arena.Slot(shape, Role.PLAIN))).views().getFirst();
    }

    /** Runs {@code body} with other arenas in the place of {@link #values} and {@link #statisticValues}. */
    public <T> T with(Arena values, Arena statistics, Supplier<T> body) {
        Arena ownValues = this.values;
        Arena ownStatistics = this.statisticValues;
        this.values = values;
        this.statisticValues = statistics;
        try {
            return body.get();
        } finally {
            this.values = ownValues;
            this.statisticValues = ownStatistics;
        }
    }

    /** The runs of neighbours that {@code parameters} form in the arenas, in arena order. */
    public static List<Range> ranges(Collection<Parameter> parameters) {
        List<Range> ranges = new ArrayList<>();
        int[] indices = parameters.stream()
                .filter(p -> !p.isStatistic())
                .mapToInt(Parameter::index)
                .sorted()
                .distinct()
                .toArray();
        for (int index : indices) {
            if (!ranges.isEmpty() && ranges.getLast().to() == index) {
                ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), index + 1));
            } else {
                ranges.add(new Range(index, index + 1));
            }
        }
        return ranges;
    }

    /** The first parameter whose last gradient has a NaN or infinity; null if none. Slow: reads everything back. */
    public @Nullable String firstNonFiniteGradient() {
        for (Parameter parameter : trained) {
            if (!Holdings.isFinite(parameter.gradientToDoubles())) {
                return "gradient of " + parameter.name() + " " + parameter.shape();
            }
        }
        return null;
    }

    @Override
    public void close() {
        if (arenas.isEmpty()) {
            return;
        }
        arenas.forEach(device::free);
        arenas.clear();
        device.free(results.squares());
        device.free(results.loss());
    }

    /** How often trained values were overwritten. */
    long writes() {
        return writes;
    }

    /** What backward writes. */
    Gradients results() {
        return results;
    }

    /** The i-th arena for gradients of single losses; made once. */
    Arena workspace(int i) {
        while (workspaces.size() <= i) {
            workspaces.add(slot());
        }
        return workspaces.get(i);
    }

    private Arena arena(List<Parameter> parameters) {
        List<Arena.Slot> slots = new ArrayList<>();
        parameters.forEach(p -> slots.add(new Arena.Slot(p.shape(), p.role())));
        if (slots.isEmpty()) {
            slots.add(new Arena.Slot(Shape.of(1), Role.PLAIN)); // a model may have no statistics, an arena has a slot
        }
        return made(slots);
    }

    private Arena made(List<Arena.Slot> slots) {
        Arena arena = device.arena(slots);
        arenas.add(arena);
        return arena;
    }
}
