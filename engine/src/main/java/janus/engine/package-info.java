/** Tensors, the tape that differentiates them, parameters and their names. */
@NullMarked
package janus.engine;

import org.jspecify.annotations.NullMarked;
