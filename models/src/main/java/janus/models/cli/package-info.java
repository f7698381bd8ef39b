/** The command line. */
@NullMarked
package janus.models.cli;

import org.jspecify.annotations.NullMarked;
