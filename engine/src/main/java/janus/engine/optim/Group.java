package janus.engine.optim;

import janus.engine.Parameter;
import janus.engine.Parameters;
import java.util.List;
import java.util.function.Predicate;

/**
 * Parameters that are updated alike. Frozen ones are passed by.
 *
 * @param factor of the optimiser's rate
 * @param decay weight decay
 */
public record Group(List<Parameter> parameters, double factor, double decay) {
    /** All of a model, with one decay. */
    public static List<Group> all(Parameters parameters, double decay) {
        return List.of(new Group(parameters.trained(), 1, decay));
    }

    /** Decay on matrices and filters; none on biases, γ and β. */
    public static List<Group> decayMatrices(Parameters parameters, double decay) {
        Predicate<Parameter> vector = p -> p.shape().rank() < 2;
        List<Parameter> trained = parameters.trained();
        return List.of(
                new Group(trained.stream().filter(vector.negate()).toList(), 1, decay),
                new Group(trained.stream().filter(vector).toList(), 1, 0));
    }
}
