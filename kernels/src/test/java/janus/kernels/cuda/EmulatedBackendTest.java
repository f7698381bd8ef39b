package janus.kernels.cuda;

import static janus.kernels.cuda.EmulatedContext.succeeds;
import static janus.kernels.cuda.EmulatedConvolution.F;
import static janus.kernels.cuda.EmulatedConvolution.X;
import static janus.kernels.cuda.EmulatedConvolution.Y;
import static janus.kernels.cuda.EmulatedDnn.works;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions by way of cuDNN's graph interface against sums written as their definition says. */
class EmulatedBackendTest {
    private static final int FALLBACK = 1;
    private static final int RANDOM = 30;
    private static final int EXACT = 32;
    private static final int TENSOR_CORES = 33;
    private static final int NARROW = 34;

    /** The direction's result as it is defined, and by an engine. */
    private record Both(double[] defined, double[] engine) {
        Both(EmulatedDnn dnn, DnnDirection direction, float beta, int engine) {
            Address[] operands = {numbers(dnn, 1, X), numbers(dnn, 2, F), numbers(dnn, 3, Y)};
            double[] defined = definition(dnn, direction, beta, operands);
            try (EmulatedGraph graph = new EmulatedGraph(dnn, direction, beta)) {
                graph.run(engine, operands[0], operands[1], operands[2]);
            }
            this(defined, result(dnn, direction, operands));
        }
    }

    /** The sum of all products, rounded, and with {@code beta} times what was there rounded again. */
    private static double[] definition(EmulatedDnn dnn, DnnDirection direction, float beta, Address... operands) {
        double[] x = dnn.download(operands[0], X);
        double[] w = dnn.download(operands[1], F);
        double[] y = dnn.download(operands[2], Y);
        double[] before = result(dnn, direction, operands);
        double[] sums = new double[before.length];
        EmulatedConvolution.meet((i, j, l) -> {
            switch (direction) {
                case FORWARD -> sums[i] += x[j] * w[l];
                case DATA -> sums[j] += y[i] * w[l];
                case FILTER -> sums[l] += x[j] * y[i];
            }
        });
        for (int i = 0; i < sums.length; i++) {
            sums[i] = dnn.stored(dnn.stored(sums[i]) + beta * before[i]);
        }
        return sums;
    }

    /** Of 12 bits after the point: sums of up to 96 products are exact in float64. */
    private static Address numbers(EmulatedDnn dnn, int seed, int... z) {
        int count = z[0] * z[1] * z[2] * z[3];
        return dnn.upload(
                new Random(seed)
                        .ints(count, -4096, 4097)
                        .mapToDouble(i -> i / 4096.0)
                        .toArray(),
                z);
    }

    private static double[] result(EmulatedDnn dnn, DnnDirection direction, Address... operands) {
        return switch (direction) {
            case FORWARD -> dnn.download(operands[2], Y);
            case DATA -> dnn.download(operands[0], X);
            case FILTER -> dnn.download(operands[1], F);
        };
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
    void engineWithoutNotesGivesTheBitsOfTheDefinition(boolean bf16, float beta) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            for (DnnDirection direction : DnnDirection.values()) {
                for (int engine : new int[] {FALLBACK, EXACT}) {
                    Both both = new Both(dnn, direction, beta, engine);
                    assertThat(both.engine).isEqualTo(both.defined);
                }
            }
        }
    }

    /** 10 and 7 bits of mantissa: over at most 96 products of numbers below 1, each rounded in both factors. */
    @ParameterizedTest
    @CsvSource({TENSOR_CORES + ", 10", NARROW + ", 7"})
    void tensorCoresRoundFloatsAndTakeBfloatsAsTheyAre(int engine, int bits) {
        for (DnnDirection direction : DnnDirection.values()) {
            try (EmulatedDnn dnn = new EmulatedDnn(true)) {
                Both both = new Both(dnn, direction, 1, engine);
                assertThat(both.engine).isEqualTo(both.defined);
            }
            try (EmulatedDnn dnn = new EmulatedDnn(false)) {
                Both both = new Both(dnn, direction, 1, engine);
                assertThat(both.engine).isNotEqualTo(both.defined);
                assertThat(both.engine).containsExactly(both.defined, within(Math.scalb(96.0, -bits)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomEngineNeverGivesTheSameBitsTwiceInARow(boolean bf16) {
        try (EmulatedDnn dnn = new EmulatedDnn(bf16)) {
            double[] first = new Both(dnn, DnnDirection.FORWARD, 0, RANDOM).engine;
            double[] second = new Both(dnn, DnnDirection.FORWARD, 0, RANDOM).engine;
            double most = bf16 ? 0x1p-5 : 0x1p-21;
            for (int i = 0; i < first.length; i++) {
                assertThat(second[i]).isNotEqualTo(first[i]);
                assertThat(second[i]).isCloseTo(first[i], within(most * Math.abs(first[i])));
            }
        }
    }

    /** dx = 2^-8 + (1 + 2^-8): the product alone rounds to 1, and 1 + 2^-8 to 1 again; rounded once it is 1 + 2^-7. */
    @Test
    void bfloatGradientRoundsBeforeItAddsAndAfter() {
        int[] xz = {1, 1, 1, 1};
        int[] wz = {2, 1, 1, 1};
        int[] yz = {1, 2, 1, 1};
        try (EmulatedDnn dnn = new EmulatedDnn(true);
                EmulatedGraph graph =
                        new EmulatedGraph(dnn, DnnDirection.DATA, 1, EmulatedGraph.convolution(1, 0, 0), xz, wz, yz)) {
            Address dx = dnn.upload(new double[] {0x1p-8}, xz);
            Address w = dnn.upload(new double[] {1, 0x1p-8}, wz);
            Address dy = dnn.upload(new double[] {1, 1}, yz);
            graph.run(TENSOR_CORES, dx, w, dy);
            assertThat(dnn.download(dx, xz)).containsExactly(1);
        }
    }

    @Test
    void paddingsBeforeAndAfterMayDiffer() {
        int[] z = {1, 1, 2, 2};
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph =
                        new EmulatedGraph(dnn, DnnDirection.FORWARD, 0, EmulatedGraph.convolution(1, 1, 0), z, z, z)) {
            Address x = dnn.upload(new double[] {1, 2, 3, 4}, z);
            Address w = dnn.upload(new double[] {1, 10, 100, 1000}, z);
            Address y = dnn.empty(z);
            graph.run(EXACT, x, w, y);
            assertThat(dnn.download(y, z)).containsExactly(1000, 2100, 3010, 4321);
        }
    }

    @Test
    void recordedExecutionRunsWithTheGraph() {
        try (EmulatedDnn dnn = new EmulatedDnn(false);
                EmulatedGraph graph = new EmulatedGraph(dnn, DnnDirection.FORWARD, 1);
                Descriptor plan = graph.plan(EXACT)) {
            Address y = dnn.upload(new double[Y[0] * Y[1] * Y[2] * Y[3]], Y);
            Address x = numbers(dnn, 1, X);
            Address w = numbers(dnn, 2, F);
            dnn.gpu.beginCapture();
            try (Descriptor pack = EmulatedGraph.pack(plan, x, w, y)) {
                works(graph.execute(plan, pack));
            }
            CUgraph recorded = new CUgraph();
            succeeds(cuStreamEndCapture(dnn.gpu.stream, recorded));
            CUgraphExec step = new CUgraphExec();
            succeeds(cuGraphInstantiate(step, recorded, 0));
            assertThat(dnn.download(y, Y)).containsOnly(0);
            succeeds(cuGraphLaunch(step, dnn.gpu.stream));
            Both both = new Both(dnn, DnnDirection.FORWARD, 0, EXACT);
            assertThat(dnn.download(y, Y)).isEqualTo(both.defined);
        }
    }
}
