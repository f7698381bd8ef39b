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
        Input pictures = step.input(Shape.of(n, size, size, Pictures.CHANNELS), Role.BYTES);
        Input maps = step.input(Shape.of(n, Batch.MAP * Triple.LENGTH), Role.PLAIN);
        return new BatchInputs(tasks, pictures, maps, targets, masks);
    }

    void set(Batch batch) {
        pictures.set(batch.pictures());
        maps.set(Triple.of(batch.maps()));
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(tasks.get(i).targets(batch));
            masks.get(i).set(tasks.get(i).mask(batch));
        }
    }

    Tensor images(Pass pass) {
        return pass.images(pictures, maps);
    }

    List<Labels> labels(Pass pass) {
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            labels.add(new Labels(pass.tensor(targets.get(i)), pass.tensor(masks.get(i))));
        }
        return labels;
    }
}
