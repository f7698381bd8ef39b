/** Configuration, the training loop, checkpoints, evaluation, run folders. */
@NullMarked
package janus.models.train;

import org.jspecify.annotations.NullMarked;
