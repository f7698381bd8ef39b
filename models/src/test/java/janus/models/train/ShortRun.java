package janus.models.train;

import janus.celeba.Progress;
import janus.kernels.Device;
import janus.kernels.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run as {@link Run} makes it, whose models can be looked at when it has ended. */
final class ShortRun {
    private ShortRun() {}

    /** What is to be known of the trained models before they close. */
    @FunctionalInterface
    interface Look<T> {
        T at(List<Arm> arms, Device device, Faces faces) throws IOException;
    }

    /** Trains in {@code path}, from its newest checkpoint if there is one. */
    static <T> T of(Config config, Path path, Stop stop, Look<T> look) throws IOException {
        List<Arm> arms = new ArrayList<>();
        try (Device device = Devices.open(config.device());
                RunFolder folder = Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path, config);
                Faces faces = Faces.open(config, Progress.NONE)) {
            for (String model : config.models()) {
                arms.add(new Arm(model, config, device, faces.data(), Trainer.stepsPerEpoch(config, faces), null));
            }
            Memory.require(config, device, faces.data());
            Checkpoint start =
                    Checkpoint.resume(folder.checkpoints(), config, faces.data().hash(), arms);
            new Trainer(config, faces, arms, folder, stop, Progress.NONE).run(start);
            T seen = look.at(arms, device, faces);
            arms.forEach(Arm::close);
            return seen;
        }
    }
}
