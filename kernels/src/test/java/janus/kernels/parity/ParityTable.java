package janus.kernels.parity;

import java.util.List;
import java.util.stream.Stream;

/** All cases. */
final class ParityTable {
    private ParityTable() {}

    static List<ParityCase> all() {
        return Stream.of(
                        ConvolutionCases.all(),
                        NormalizationCases.all(),
                        ElementwiseCases.all(),
                        LossCases.all(),
                        ReductionCases.all(),
                        PoolingCases.all(),
                        UpdateCases.all(),
                        PictureCases.all())
                .flatMap(List::stream)
                .toList();
    }
}
