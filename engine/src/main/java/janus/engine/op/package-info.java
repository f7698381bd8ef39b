/** Differentiable operations: one record a file, forward beside backward. */
@NullMarked
package janus.engine.op;

import org.jspecify.annotations.NullMarked;
