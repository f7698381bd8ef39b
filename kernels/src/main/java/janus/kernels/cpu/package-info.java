/**
 * Kernels on the JDK Vector API over heap {@code float[]}. Feature maps lie in blocks of 16 channels, [n][c/16][h][w][16],
 * filters as [k/32][c/16][r·s][16][32]; sums have a fixed tree, so the number of threads changes no bit.
 */
@NullMarked
package janus.kernels.cpu;

import org.jspecify.annotations.NullMarked;
