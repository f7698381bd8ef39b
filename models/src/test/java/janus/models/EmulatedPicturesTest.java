package janus.models;

import static org.assertj.core.api.Assertions.assertThat;

import janus.celeba.Batch;
import janus.engine.Draws;
import janus.engine.Pass;
import janus.engine.Tensor;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Shape;
import janus.kernels.cuda.EmulatedDevices;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CUDA device makes of pictures is what the CPU makes of them, and so is all that follows. */
class EmulatedPicturesTest {
    private static final Draws SEED = Draws.of(3);

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:0:bf16"})
    void imagesAndLossesAreThoseOfTheCpusImagesToTheBit(String name) {
        Batch batch = turned(DrawnFaces.batch(SEED));
        Shape shape = Shape.of(DrawnFaces.N, 3, DrawnFaces.SIZE, DrawnFaces.SIZE);
        float[] images = images("cpu:2", batch);
        try (Device device = EmulatedDevices.open(name);
                MultiTask model = DrawnFaces.model(device);
                Pass pass = Pass.training(device, SEED)) {
            Tensor made = BatchInputs.images(pass, batch);
            Tensor uploaded = pass.images(shape, images);
            assertThat(made.toFloats()).isEqualTo(uploaded.toFloats());
            assertThat(losses(model, made, batch)).isEqualTo(losses(model, uploaded, batch));
        }
    }

    private static float[] images(String device, Batch batch) {
        try (Device cpu = Devices.open(device);
                Pass pass = Pass.inference(cpu)) {
            return BatchInputs.images(pass, batch).toFloats();
        }
    }

    private static double[] losses(MultiTask model, Tensor images, Batch batch) {
        List<Tensor> losses = model.partLosses(model.outputs(model.features(images)), batch);
        return losses.stream().mapToDouble(Tensor::item).toArray();
    }

    /** As it was, with maps that end in no few bits. */
    private static Batch turned(Batch batch) {
        double[] maps = batch.maps().clone();
        Arrays.setAll(maps, i -> maps[i] * (1 + SEED.in("maps").uniform(i) / 7));
        return new Batch(
                batch.rows(),
                batch.size(),
                batch.pictures(),
                maps,
                batch.attributes(),
                batch.attributeMask(),
                batch.points(),
                batch.pointMask());
    }
}
