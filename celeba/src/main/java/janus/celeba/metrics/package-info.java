/** Attribute and landmark metrics from predictions. */
@NullMarked
package janus.celeba.metrics;

import org.jspecify.annotations.NullMarked;
