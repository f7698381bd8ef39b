package janus.kernels.cuda;

import java.util.List;
import java.util.Locale;

/** What a convolution computes, y or the gradient of x or of w, and the algorithms cuDNN has for it. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum DnnDirection {
    FORWARD(
            List.of(1, 0),
            List.of(),
            List.of(
                    "implicit_gemm",
                    "implicit_precomp_gemm",
                    "gemm",
                    "direct",
                    "fft",
                    "fft_tiling",
                    "winograd",
                    "winograd_nonfused")),
    DATA(List.of(1), List.of(0), List.of("algo_0", "algo_1", "fft", "fft_tiling", "winograd", "winograd_nonfused")),
    FILTER(
            List.of(1),
            List.of(0, 3),
            List.of("algo_0", "algo_1", "fft", "algo_3", "winograd", "winograd_nonfused", "fft_tiling"));

    /** Numbers of those that run where no table decides, the first first. */
    final List<Integer> rule;
    /** Numbers of those whose sums come in any order. */
    private final List<Integer> random;
    /** Each at its number. */
    final List<String> names;

    DnnDirection(List<Integer> rule, List<Integer> random, List<String> names) {
        this.rule = rule;
        this.random = random;
        this.names = names;
    }

    /** Whether the same numbers give the same bits each time. */
    boolean isDeterministic(int algorithm) {
        return !random.contains(algorithm);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
