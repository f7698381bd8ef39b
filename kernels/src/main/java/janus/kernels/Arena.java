package janus.kernels;

import java.util.List;

/**
 * One flat buffer and aligned views into it, in order. Lanes between and inside views that belong to no element hold 0
 * and stay 0 under every update kernel, so whole-arena kernels may run over them.
 */
public interface Arena {
    /** Everything, as a PLAIN vector; its length includes padding. */
    Buffer flat();

    /** The views, in the order of the slots they were allocated for. */
    List<Buffer> views();

    /** Where in {@link #flat} a view begins; for the number of views, where the last one ends. */
    int start(int view);

    /** The part of {@link #flat} that holds views {@code from} (inclusive) to {@code to} (exclusive). */
    Buffer range(int from, int to);

    /** One view to be: its extents and role. */
    record Slot(Shape shape, Role role) {}
}
