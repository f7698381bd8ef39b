/** CelebA's files, pixels and labels, and the batches made of them. */
@NullMarked
package janus.celeba;

import org.jspecify.annotations.NullMarked;
