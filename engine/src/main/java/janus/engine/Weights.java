package janus.engine;

import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A naming path into one ordered map of parameters. Layers ask it for their arrays by name while the model is
 * constructed; {@link #build} then allocates all of them at once. Initial values are drawn by (seed, full name), so a
 * part that two models share starts equal in both, and copies of one part start equal.
 */
public final class Weights {
    private final Naming naming;
    private final String path;
    private final String drawn;

    private Weights(Naming naming, String path, String drawn) {
        this.naming = naming;
        this.path = path;
        this.drawn = drawn;
    }

    /** The root of a new map. */
    public static Weights root(Draws draws) {
        return new Weights(new Naming(draws), "", "");
    }

    /** The path one level down: names below it are prefixed {@code part + "."}. */
    public Weights in(String part) {
        return new Weights(naming, path + part + ".", drawn + part + ".");
    }

    /** A copy of what is below here: names are prefixed {@code part + "."}, initial values are drawn without it. */
    public Weights copy(String part) {
        return new Weights(naming, path + part + ".", drawn);
    }

    /** A trained array. Asking twice for one name throws. */
    public Parameter parameter(String name, Role role, Shape shape, Initializer initializer) {
        Parameter parameter = new Parameter(path + name, shape, role, false, naming.trained++);
        return naming.add(parameter, new Start(drawn + name, initializer));
    }

    /** A running statistic, filled with {@code value}. */
    public Parameter statistic(String name, double value, Shape shape) {
        Parameter parameter = new Parameter(path + name, shape, Role.PLAIN, true, naming.statistics++);
        return naming.add(parameter, new Start(drawn + name, (extents, draws, values) -> Arrays.fill(values, value)));
    }

    /** Allocates and initialises everything named so far under the root; naming ends here. */
    public Parameters build(Device device) {
        naming.requireOpen();
        naming.built = true;
        Parameters parameters = new Parameters(device, naming.starts.keySet());
        naming.starts.forEach((parameter, start) -> {
            double[] values = new double[parameter.shape().size()];
            start.initializer.fill(parameter.shape(), naming.draws.in(start.name), values);
            parameter.set(values);
        });
        return parameters;
    }

    /** Fills a new array, row-major. See {@link janus.engine.nn.Initializers}. */
    @FunctionalInterface
    public interface Initializer {
        void fill(Shape shape, Draws draws, double[] values);
    }

    /** Where a parameter's initial values come from. */
    private record Start(String name, Initializer initializer) {}

    /** The map that all paths from one root share. */
    private static final class Naming {
        final Draws draws;
        final Map<String, Parameter> names = new LinkedHashMap<>();
        final Map<Parameter, Start> starts = new LinkedHashMap<>();
        int trained;
        int statistics;
        boolean built;

        Naming(Draws draws) {
            this.draws = draws;
        }

        Parameter add(Parameter parameter, Start start) {
            requireOpen();
            if (names.putIfAbsent(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("two parameters named " + parameter.name());
            }
            starts.put(parameter, start);
            return parameter;
        }

        void requireOpen() {
            if (built) {
                throw new IllegalStateException("the weights are built, and naming ended there");
            }
        }
    }
}
