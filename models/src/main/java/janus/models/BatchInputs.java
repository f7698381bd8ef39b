package janus.models;

import janus.celeba.Batch;
import janus.engine.Input;
import janus.engine.Pass;
import janus.engine.Step;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.ArrayList;
import java.util.List;

/** A batch on the device, in inputs that last from step to step: images, and each task's labels and mask. */
record BatchInputs(List<Task> tasks, Input images, List<Input> targets, List<Input> masks) {
    /** For n images of side {@code size}. */
    static BatchInputs of(Step step, List<Task> tasks, int n, int size) {
        List<Input> targets = new ArrayList<>();
        List<Input> masks = new ArrayList<>();
        for (Task task : tasks) {
            Shape shape = Shape.of(n, task.outputs());
            targets.add(step.input(shape, Role.PLAIN));
            masks.add(step.input(shape, Role.PLAIN));
        }
        return new BatchInputs(tasks, step.input(Shape.of(n, 3, size, size), Role.IMAGE), targets, masks);
    }

    void set(Batch batch) {
        images.set(batch.images());
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(tasks.get(i).targets(batch));
            masks.get(i).set(tasks.get(i).mask(batch));
        }
    }

    List<Labels> labels(Pass pass) {
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            labels.add(new Labels(pass.tensor(targets.get(i)), pass.tensor(masks.get(i))));
        }
        return labels;
    }
}
