/** Optimisers, schedules, clipping and weight averages over flat arenas. */
@NullMarked
package janus.engine.optim;

import org.jspecify.annotations.NullMarked;
