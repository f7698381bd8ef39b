package janus.engine.op;

import janus.kernels.Role;
import janus.kernels.Shape;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Shape rules, checked once, where an op is applied. */
final class Rule {
    /** Roles whose numbers are those of a matrix or a feature map. */
    static final Set<Role> MAPS = roles(Role.PLAIN, Role.ACTIVATION);
    /** All but a FILTER: its padding stays 0 only where f(0) = 0, and kernels find no channels in it. */
    static final Set<Role> NO_FILTER = roles(Role.PLAIN, Role.ACTIVATION, Role.IMAGE);

    static final Set<Role> NUMBERS = roles(Role.PLAIN, Role.ACTIVATION, Role.IMAGE, Role.FILTER);
    /** Those of maps [n,c,h,w] as a first layer may read them. */
    static final Set<Role> PIXELS = roles(Role.ACTIVATION, Role.IMAGE);

    static final Set<Role> FILTERS = roles(Role.FILTER);

    private Rule() {}

    private static Set<Role> roles(Role first, Role... rest) {
        return Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** Throws {@code op: rule, given shapes} unless {@code holds}. */
    static void check(Op op, boolean holds, String rule, List<Shape> given) {
        if (!holds) {
            throw new IllegalArgumentException(op + ": " + rule + ", given " + given);
        }
    }

    /** The shape that two inputs have in common. */
    static Shape same(Op op, String rule, List<Shape> given) {
        check(op, given.size() == 2 && given.stream().distinct().count() == 1, rule, given);
        return given.getFirst();
    }

    /** The one input of {@code rank}. */
    static Shape single(Op op, int rank, String rule, List<Shape> given) {
        check(op, given.size() == 1 && given.getFirst().rank() == rank, rule, given);
        return given.getFirst();
    }

    /** The role all inputs have in common. */
    static Role same(Op op, List<Role> given) {
        if (given.stream().distinct().count() != 1) {
            throw new IllegalArgumentException(op + ": inputs of equal role, given " + given);
        }
        return given.getFirst();
    }

    /** Product of the extents behind axis 1: pixels of a feature map, 1 of a matrix. */
    static int pixels(Shape x) {
        return x.size() / (x.at(0) * x.at(1));
    }

    /** Whether {@code x} is [n,c] or [n,c,h,w]. */
    static boolean hasChannels(Shape x) {
        return x.rank() == 2 || x.rank() == 4;
    }
}
