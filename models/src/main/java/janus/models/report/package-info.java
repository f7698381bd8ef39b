/** Figures and the one-file report. */
@NullMarked
package janus.models.report;

import org.jspecify.annotations.NullMarked;
