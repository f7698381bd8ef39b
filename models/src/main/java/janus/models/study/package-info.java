/** Paired comparisons over seeds and test images, and the verdict they allow. */
@NullMarked
package janus.models.study;

import org.jspecify.annotations.NullMarked;
