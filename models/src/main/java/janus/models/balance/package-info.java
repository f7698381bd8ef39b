/** Loss weightings of multi-task learning: what each task's loss counts in a step. */
@NullMarked
package janus.models.balance;

import org.jspecify.annotations.NullMarked;
