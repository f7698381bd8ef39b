package janus.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import janus.kernels.Buffer;
import janus.kernels.Device;
import janus.kernels.reference.ReferenceDevice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalization by cuDNN where it has kernels, in one call where it has those, and by Janus' own where not. */
class EmulatedCudnnNormalizationTest {
    private static final String WIDE = "cuda:0:cudnn-norm";
    private static final String NARROW = "cuda:0:bf16:cudnn-norm";

    private static Emulation emulation;

    @BeforeAll
    static void load() {
        emulation = EmulatedDevices.load();
    }

    @AfterEach
    void supportAll() {
        emulation.unsupported("");
    }

    @ParameterizedTest
    @CsvSource({
        "cuda:0:cudnn-norm, false, false, false", "cuda:0:cudnn-norm, false, false, true",
        "cuda:0:cudnn-norm, true, false, false", "cuda:0:cudnn-norm, true, false, true",
        "cuda:0:cudnn-norm, true, true, false", "cuda:0:cudnn-norm, true, true, true",
        "cuda:0:bf16:cudnn-norm, false, false, false", "cuda:0:bf16:cudnn-norm, false, false, true",
        "cuda:0:bf16:cudnn-norm, true, false, false", "cuda:0:bf16:cudnn-norm, true, false, true",
        "cuda:0:bf16:cudnn-norm, true, true, false", "cuda:0:bf16:cudnn-norm, true, true, true"
    })
    void trainingIsTheReferences(String name, boolean relu, boolean residual, boolean inPlace) {
        try (Device device = EmulatedDevices.open(name);
                Device reference = new ReferenceDevice()) {
            Normalized actual = new Normalized(device, relu, residual, inPlace);
            Normalized expected = new Normalized(reference, relu, residual, inPlace);
            actual.train();
            expected.train();
            // numbers up to 30 of float32 after some ten roundings, and one of bf16
            double unit = name.equals(NARROW) ? 0x1p-8 : 0;
            for (Buffer output : actual.outputs()) {
                float[] truth =
                        expected.read(expected.outputs().get(actual.outputs().indexOf(output)));
                float[] given = actual.read(output);
                for (int i = 0; i < truth.length; i++) {
                    assertThat((double) given[i]).isCloseTo(truth[i], within(4e-5 + 1.01 * unit * Math.abs(truth[i])));
                }
            }
        }
    }

    /** One launch puts parameters in order, another the gradients; around the fused calls there is nothing to do. */
    @Test
    void reluAndResidualAreInTheSameCallWhereCudnnHasIt() {
        try (Device device = EmulatedDevices.open(NARROW)) {
            assertThat(launches(new Normalized(device, true, true))).containsExactly(1L, 2L);
            assertThat(launches(new Normalized(device, true, false))).containsExactly(1L, 2L);
        }
        try (Device device = EmulatedDevices.open(WIDE)) {
            // a copy of the residual, and ReLU; ReLU's gradient
            assertThat(launches(new Normalized(device, true, true))).containsExactly(3L, 3L);
        }
    }

    private static List<Long> launches(Normalized batch) {
        batch.statistics();
        long start = emulation.report().launches();
        batch.forward();
        long between = emulation.report().launches();
        batch.backward();
        return List.of(between - start, emulation.report().launches() - between);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize",
                "cudnnGetBatchNormalizationBackwardExWorkspaceSize",
                "cudnnGetBatchNormalizationTrainingExReserveSpaceSize",
                "cudnnBatchNormalizationForwardTrainingEx",
                "cudnnBatchNormalizationBackwardEx",
                "cudnnBatchNormalizationForwardInference",
                "cudnnBatchNormalizationBackward"
            })
    void whatCudnnHasNoKernelForIsDoneWithoutIt(String call) {
        for (String name : List.of(WIDE, NARROW)) {
            for (boolean residual : List.of(false, true)) {
                try (Device device = EmulatedDevices.open(name);
                        Device other = EmulatedDevices.open(name)) {
                    Normalized apart = new Normalized(device, true, residual);
                    emulation.unsupported(call);
                    apart.train();
                    emulation.unsupported("");
                    List<float[]> first = apart.results();
                    apart.train();
                    assertThat(apart.results())
                            .usingElementComparator(Arrays::compare)
                            .isEqualTo(first);
                    Normalized all = new Normalized(other, true, residual);
                    all.train();
                    for (int i = 0; i < first.size(); i++) {
                        close(first.get(i), all.results().get(i), name.equals(NARROW) ? 0x1p-7 : 1e-5);
                    }
                }
            }
        }
    }

    @Test
    void statisticsThatAreNotTheBatchsOwnAreUsedAsGiven() {
        try (Device device = EmulatedDevices.open(NARROW);
                Device own = EmulatedDevices.open("cuda:0:bf16")) {
            List<float[]> results = List.of(device, own).stream()
                    .map(d -> {
                        Normalized batch = new Normalized(d, true, true);
                        batch.statistics();
                        batch.move();
                        batch.forward();
                        return batch.read(batch.y);
                    })
                    .toList();
            close(results.get(0), results.get(1), 0x1p-7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cuda:0:cudnn-norm, false", "cuda:0:cudnn-norm, true",
        "cuda:0:bf16:cudnn-norm, false", "cuda:0:bf16:cudnn-norm, true"
    })
    void replayIsThePlainRunToTheBitAndAllocatesNothing(String name, boolean residual) {
        try (Device device = EmulatedDevices.open(name);
                Device other = EmulatedDevices.open(name)) {
            Normalized replayed = new Normalized(device, true, residual);
            Normalized plain = new Normalized(other, true, residual);
            for (int run = 0; run < 4; run++) {
                Emulation.Report before = emulation.report();
                device.repeat("batch", replayed::train);
                Emulation.Report after = emulation.report();
                if (run > 0) {
                    assertThat(after.allocationsEver()).isEqualTo(before.allocationsEver());
                    assertThat(after.hostSynchronizations()).isEqualTo(before.hostSynchronizations());
                    assertThat(after.graphLaunches()).isEqualTo(before.graphLaunches() + 1);
                }
                plain.train();
                assertThat(replayed.results())
                        .as("run %d", run)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(plain.results());
                replayed.move();
                plain.move();
            }
        }
    }

    @Test
    void epsilonThatCudnnDoesNotTakeIsToldInOneLine() {
        try (Device device = EmulatedDevices.open(WIDE)) {
            Normalized batch = new Normalized(device, false, false);
            batch.epsilon = -1e-5;
            batch.statistics();
            assertThatThrownBy(batch::forward)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("batch normalization: cuDNN takes no eps below 0.0, given -1.0E-5; use a larger one, "
                            + "or a device without :cudnn-norm");
        }
    }

    private static void close(float[] given, float[] expected, double relative) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) given[i]).isCloseTo(expected[i], within(1e-4 + relative * Math.abs(expected[i])));
        }
    }
}
