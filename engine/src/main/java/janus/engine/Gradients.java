package janus.engine;

import janus.kernels.Arena;
import janus.kernels.Buffer;

/** What {@link Pass#backward} leaves: the gradient arena, its squared norm [1] and the loss [1], on the device. */
public record Gradients(Parameters parameters, Arena arena, Buffer squares, Buffer loss) {}
