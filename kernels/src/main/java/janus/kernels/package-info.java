/** What a device must offer: buffers, and the numerical kernels that read and write them. */
@NullMarked
package janus.kernels;

import org.jspecify.annotations.NullMarked;
