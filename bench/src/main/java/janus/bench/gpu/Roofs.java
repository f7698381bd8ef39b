package janus.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import janus.engine.Work;
import java.util.Map;

/**
 * What the machine reaches at most, as PyTorch's large products and copies do.
 *
 * @param flops floating-point operations a second, by precision
 * @param bytes read and written a second
 * @param works what a model does for one image, by its side
 */
record Roofs(JsonNode flops, double bytes, Map<Integer, Work> works) {
    /** Elements of all convolutions' outputs at side s: 49.5·s². */
    private static final double OUTPUTS = 49.5;
    /** Those of the eight sums with a shortcut. */
    private static final double SUMS = 15;

    /** Share of the arithmetic that is reached. */
    double ofArithmetic(Cell cell, double imagesASecond) {
        Work work = works.getOrDefault(cell.pixels(), new Work(0, 0, 0));
        return 2 * work.training() * imagesASecond / flops.get(cell.precision()).asDouble();
    }

    /**
     * Share of the memory's speed that is reached, if each layer reads and writes its maps once a pass: forward, a
     * convolution reads and writes, normalisation reads twice and writes (5); backward, it reads two maps for its sums,
     * two for the gradient and writes that (5), and the convolution's two gradients read two each, or read one and write
     * one (4). A sum with a shortcut reads it, and adds its gradient to another (3).
     */
    double ofMemory(Cell cell, double imagesASecond) {
        double elements = (14 * OUTPUTS + 3 * SUMS) * cell.pixels() * cell.pixels();
        return imagesASecond * elements * (cell.precision().equals("bf16") ? 2 : 4) / bytes;
    }
}
