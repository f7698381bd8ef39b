package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import java.util.List;
import java.util.stream.IntStream;

/** What a case must give: the outputs of float64 loops, and their magnitudes. */
record Truth(List<double[]> values, List<double[]> magnitudes, List<Tolerance> tolerances) {
    static Truth of(ParityCase c) {
        try (Device reference = new ReferenceDevice()) {
            Trial truth = new Trial(reference, reference.kernels(), Probe.NONE, c.seed(), Trial.Kind.BUFFERS);
            Trial magnitude = new Trial(reference, reference.kernels(), Probe.NONE, c.seed(), Trial.Kind.MAGNITUDES);
            c.body().accept(truth);
            c.body().accept(magnitude);
            return new Truth(
                    results(truth),
                    results(magnitude),
                    truth.outputs().stream().map(Trial.Output::tolerance).toList());
        }
    }

    private static List<double[]> results(Trial trial) {
        return IntStream.range(0, trial.outputs().size())
                .mapToObj(trial::result)
                .toList();
    }
}
