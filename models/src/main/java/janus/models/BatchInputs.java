package janus.models;

import janus.celeba.Batch;
import janus.engine.Input;
import janus.engine.Pass;
import janus.engine.Step;
import janus.engine.Tensor;
import janus.kernels.Pictures;
import janus.kernels.Role;
import janus.kernels.Shape;
import janus.kernels.Triple;
import java.util.ArrayList;
import java.util.List;

/** A batch on the device, in inputs that last from step to step: pictures, their maps, each task's labels and mask. */
record BatchInputs(List<Task> tasks, Input pictures, Input maps, List<Input> targets, List<Input> masks) {
    /** For n images of side {@code size}. */
    static BatchInputs of(Step step, List<Task> tasks, int n, int size) {
        List<Input> targets = new ArrayList<>();
        List<Input> masks = new ArrayList<>();
        for (Task task : tasks) {
            Shape shape = Shape.of(n, task.outputs());
            targets.add(step.input(shape, Role.PLAIN));
            masks.add(step.input(shape, Role.PLAIN));
        }
        Input pictures = step.input(pictures(n, size), Role.BYTES);
        Input maps = step.input(maps(n), Role.PLAIN);
        return new BatchInputs(tasks, pictures, maps, targets, masks);
    }

    private static Shape pictures(int n, int size) {
        return Shape.of(n, size, size, Pictures.CHANNELS);
    }

    private static Shape maps(int n) {
        return Shape.of(n, Pictures.MAP * Triple.LENGTH);
    }

    /** The images of a batch that is met once. */
    static Tensor images(Pass pass, Batch batch) {
        try (Input pictures = new Input(pass.device(), pictures(batch.n(), batch.size()), Role.BYTES);
                Input maps = new Input(pass.device(), maps(batch.n()), Role.PLAIN)) {
            set(batch, pictures, maps);
            return pass.images(pictures, maps);
        }
    }

    private static void set(Batch batch, Input pictures, Input maps) {
        pictures.set(batch.pictures());
        maps.set(Triple.of(batch.maps()));
    }

    void set(Batch batch) {
        set(batch, pictures, maps);
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(tasks.get(i).targets(batch));
            masks.get(i).set(tasks.get(i).mask(batch));
        }
    }

    Tensor images(Pass pass) {
        return pass.images(pictures, maps);
    }

    List<Targets> targets(Pass pass) {
        List<Targets> all = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            all.add(new Targets(pass.tensor(targets.get(i)), pass.tensor(masks.get(i))));
        }
        return all;
    }
}
