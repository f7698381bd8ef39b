package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * dw = Σ dy·x over pixels, in register tiles of 8 (AVX2: 4) input channels × 2 vectors of output channels. Every sum is
 * taken strip by strip, then slot by slot, in an order that the size alone decides.
 */
final class FilterGradient {
    /** Floats of dw that a part of the last summation takes. */
    private static final int STRETCH = 4096;

    private final Workers workers;
    private final Room[] rooms;
    private final Map<ConvolutionSize, GradientPlan> plans = new HashMap<>();
    /** Sums of all slots but the first. */
    private float[] slots = {};

    FilterGradient(Workers workers) {
        this.workers = workers;
        rooms = new Room[workers.count()];
        Arrays.setAll(rooms, i -> new Room());
    }

    /** What one thread needs. */
    private static final class Room {
        final GradientStrip strip = new GradientStrip();
        private float[] windows = {};

        float[] reserve(int floats) {
            if (windows.length < floats) {
                windows = new float[floats];
            }
            return windows;
        }
    }

    void run(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        GradientPlan plan = plans.computeIfAbsent(z, GradientPlan::new);
        int length = dw.length();
        // the first slot's are in dw
        if (slots.length < (plan.slots - 1) * length) {
            slots = new float[(plan.slots - 1) * length];
        }
        workers.each(plan.groups * plan.slots, (thread, task) -> {
            int slot = task / plan.groups;
            rooms[thread].strip.sums = slot == 0 ? dw.array() : slots;
            int start = slot == 0 ? dw.offset() : (slot - 1) * length;
            slot(plan, rooms[thread], x, dy, slot, task % plan.groups, start);
        });
        addSlots(workers, slots, 0, plan.slots - 1, length, dw.array(), dw.offset());
    }

    /** Sums the pixels of a slot for a group; the filter's sums start at {@code start}. */
    private static void slot(GradientPlan plan, Room room, CpuBuffer x, CpuBuffer dy, int slot, int group, int start) {
        Windows windows = plan.windows;
        Correlation.Map out = windows.z.out();
        int block = plan.block(group);
        int end = plan.block(group + 1);
        int sums = start + block * windows.blockDepth * Layout.FILTER_BLOCK;
        int rows = (end - block) * windows.blockDepth;
        GradientStrip strip = room.strip;
        strip.apart = windows.apart(end - block);
        for (int i = 0; i < plan.strips(slot); i++) {
            int first = plan.strip(slot, i);
            int count = plan.strip(slot, i + 1) - first;
            strip.x = room.reserve(count * strip.apart);
            strip.adds = i > 0;
            windows.copy(x, first, count, block, end, strip.x);
            strip.add(dy, out.channels(), out.height() * out.width(), first, count, rows, sums, plan.rows);
        }
    }

    /** Adds {@code count} slots from {@code first} on to the {@code length} numbers at {@code to}, in their order. */
    static void addSlots(Workers workers, float[] slots, int first, int count, int length, float[] sums, int to) {
        workers.run(count == 0 ? 0 : Math.ceilDiv(length, STRETCH), part -> {
            int start = part * STRETCH;
            int stretch = Math.min(STRETCH, length - start);
            for (int slot = 0; slot < count; slot++) {
                Maps.add(sums, to + start, slots, first + slot * length + start, sums, to + start, stretch);
            }
        });
    }
}
