package janus.models;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Gradients;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.engine.optim.Adam;
import janus.engine.optim.Group;
import janus.engine.optim.WeightAverage;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.cuda.EmulatedDevices;
import janus.kernels.cuda.Emulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the second batch on, what a model says on the CUDA device is replayed, with its weights as they are then. */
class EmulatedReadingTest {
    private static final Draws SEED = Draws.of(2);

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16"})
    void replayedReadingsArePlainOnesToTheBit(String name) {
        Emulation emulation = EmulatedDevices.load();
        try (Device device = EmulatedDevices.open(name);
                MultiTask model = DrawnFaces.model(device);
                BatchReading reading = new BatchReading(model, DrawnFaces.N, DrawnFaces.SIZE)) {
            Adam adam = new Adam(model.parameters(), Group.all(model.parameters(), .01), Adam.Settings.ADAM_W, 1);
            WeightAverage average = new WeightAverage(model.parameters());
            adam.rate(.01);
            for (int t = 0; t < 4; t++) {
                Batch batch = DrawnFaces.batch(SEED.at(0, t));
                long before = emulation.report().graphLaunches();
                List<float[]> replayed = said(reading, batch);
                assertThat(emulation.report().graphLaunches()).isEqualTo(before + (t == 0 ? 0 : 1));
                assertThat(replayed).usingElementComparator(Arrays::compare).isEqualTo(plain(model, batch));
                assertThat(average.evaluate(() -> said(reading, batch)))
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(average.evaluate(() -> plain(model, batch)));
                train(model, adam, average, batch, t);
            }
        }
    }

    @Test
    void whatIsSaidIsTheReferencesButForRounding() {
        try (Device device = EmulatedDevices.open("cuda:0");
                Device reference = Devices.open("reference");
                MultiTask model = DrawnFaces.model(device);
                MultiTask exact = DrawnFaces.model(reference)) {
            Batch batch = DrawnFaces.batch(SEED);
            float[] actual = plain(model, batch).getFirst();
            float[] expected = plain(exact, batch).getFirst();
            double scale = 0;
            for (float number : expected) {
                scale = Math.max(scale, Math.abs(number));
            }
            for (int i = 0; i < expected.length; i++) {
                // 18 layers, each of sums of at most 576 products: √576 roundings and a few more a layer
                assertThat(Math.abs(actual[i] - expected[i])).isLessThan((float) (18 * 30 * 0x1p-24 * scale));
            }
        }
    }

    private static void train(MultiTask model, Adam adam, WeightAverage average, Batch batch, int t) {
        average.prepare(.5);
        adam.prepare();
        try (Pass pass = Pass.training(model.parameters().device(), SEED.at(1, t))) {
            List<Tensor> losses = model.partLosses(pass, batch);
            Gradients gradients = pass.backward(losses, new double[] {1, 1});
            adam.apply(gradients);
            average.apply(gradients);
        }
    }

    private static List<float[]> said(BatchReading reading, Batch batch) {
        BatchReading.Said said = reading.of(batch);
        List<float[]> all = new ArrayList<>(said.outputs());
        all.add(floats(said.losses()));
        return all;
    }

    private static List<float[]> plain(MultiTask model, Batch batch) {
        try (Pass pass = Pass.inference(model.parameters().device())) {
            List<Tensor> outputs = model.outputs(model.features(pass, batch));
            List<float[]> all =
                    new ArrayList<>(outputs.stream().map(Tensor::toFloats).toList());
            all.add(floats(model.partLosses(outputs, batch).stream()
                    .mapToDouble(Tensor::item)
                    .toArray()));
            return all;
        }
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
