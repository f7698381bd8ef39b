package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.Role;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What a case must give: the outputs of float64 loops, and their magnitudes. */
record Truth(List<double[]> values, List<double[]> magnitudes, List<Tolerance> tolerances) {
    static Truth of(ParityCase c, Precision precision) {
        try (Device reference = new ReferenceDevice()) {
            Trial truth =
                    new Trial(reference, reference.kernels(), Probe.NONE, c.seed(), Trial.Kind.BUFFERS, precision);
            Trial magnitude =
                    new Trial(reference, reference.kernels(), Probe.NONE, c.seed(), Trial.Kind.MAGNITUDES, precision);
            c.body().accept(truth);
            c.body().accept(magnitude);
            return new Truth(
                    results(truth),
                    results(magnitude),
                    truth.outputs().stream().map(Trial.Output::tolerance).toList());
        }
    }

    /** How far output {@code i} may be from its values where it is stored with {@code precision}. */
    IntToDoubleFunction bounds(int i, Precision precision, Role role) {
        Tolerance tolerance = tolerances.get(i);
        double[] truth = values.get(i);
        IntToDoubleFunction computed = tolerance.bounds(truth, magnitudes.get(i));
        double last = precision.stores(role) ? 1 : 0;
        return j -> computed.applyAsDouble(j) + precision.unit * (tolerance.stored() + last * Math.abs(truth[j]));
    }

    private static List<double[]> results(Trial trial) {
        return IntStream.range(0, trial.outputs().size())
                .mapToObj(trial::result)
                .toList();
    }
}
