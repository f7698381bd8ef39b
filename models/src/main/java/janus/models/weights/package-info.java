/** Weight files: safetensors, and PyTorch's zip archives. */
@NullMarked
package janus.models.weights;

import org.jspecify.annotations.NullMarked;
