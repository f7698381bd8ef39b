package janus.models;

/**
 * What a model's heads stand on: ResNet18, and how tasks share it.
 *
 * @param width factor of its channels
 * @param split stages that all tasks share; each task has the later ones for itself, with 0 the whole trunk: then tasks
 *     have nothing in common but the images. A model of one task has nothing to split.
 * @param frozen its weights take no gradient
 * @param running with {@code frozen}: BatchNorm uses its running statistics in every pass; else those that the kind of
 *     pass asks for
 */
public record Trunk(double width, int split, boolean frozen, boolean running) {
    public Trunk {
        if (split < 0 || split > ResNet18.STAGES) {
            throw new IllegalArgumentException("split 0…" + ResNet18.STAGES + ", given " + split);
        }
    }
}
