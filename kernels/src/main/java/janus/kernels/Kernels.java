package janus.kernels;

/**
 * Everything a device computes. A kernel is told sizes, scalars, inputs, outputs, in this order; sizes come from the
 * arguments alone. It allocates nothing, checks no shapes and overwrites its outputs unless it says "adds". Inputs may
 * be outputs only where it says "in place". Padding lanes of its outputs are written as 0. A default method's body is
 * its meaning; a device overrides it only to be faster.
 */
public interface Kernels extends Convolutions, Normalization, Elementwise, Losses, Reductions, Updates {}
