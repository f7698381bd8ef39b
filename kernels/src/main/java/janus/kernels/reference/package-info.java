/** The truth every other device is compared with: float64, row-major, plain loops. */
@NullMarked
package janus.kernels.reference;

import org.jspecify.annotations.NullMarked;
