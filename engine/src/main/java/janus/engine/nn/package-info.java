/** Layers with parameters, and the initialisers that fill them. */
@NullMarked
package janus.engine.nn;

import org.jspecify.annotations.NullMarked;
