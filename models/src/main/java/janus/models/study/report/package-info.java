/** What a person reads of a finished study. */
@NullMarked
package janus.models.study.report;

import org.jspecify.annotations.NullMarked;
