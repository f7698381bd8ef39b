package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * dw = Σ dy·x over pixels, in register tiles of 8 (AVX2: 4) input channels × 2 vectors of output channels. Every sum is
 * taken strip by strip, then slot by slot, in an order that the size alone decides.
 */
final class FilterGradient {
    /** Floats of dw that a part of the last summation takes. */
    private static final int STRETCH = 4096;

    private final Workers workers;
    private final GradientSweep[] sweeps;
    private final Map<ConvolutionSize, GradientPlan> plans = new HashMap<>();
    private final Map<ConvolutionSize, GradientPlan> imagePlans = new HashMap<>();
    /** Sums of all slots but those that lie in dw. */
    private float[] slots = {};

    FilterGradient(Workers workers) {
        this.workers = workers;
        sweeps = new GradientSweep[workers.count()];
        Arrays.setAll(sweeps, i -> new GradientSweep());
    }

    void run(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        boolean image = x.role() == Role.IMAGE;
        GradientPlan plan = image
                ? imagePlans.computeIfAbsent(z, GradientPlan::image)
                : plans.computeIfAbsent(z, GradientPlan::blocked);
        int length = Layout.filterBlocks(z.k()) * plan.length;
        // an IMAGE's sums are in another order than dw, so no slot lies there
        int inside = image ? 0 : 1;
        if (slots.length < (plan.slots - inside) * length) {
            slots = new float[(plan.slots - inside) * length];
        }
        AtomicInteger next = new AtomicInteger();
        int tasks = plan.groups * plan.slots;
        workers.run(sweeps.length, part -> {
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                int slot = task / plan.groups;
                boolean own = slot < inside;
                sweeps[part].sums = own ? dw.array() : slots;
                int start = own ? dw.offset() : (slot - inside) * length;
                slot(plan, sweeps[part], x, dy, slot, task % plan.groups, start);
            }
        });
        if (image) {
            addSlots(workers, slots, length, plan.slots - 1, length, slots, 0);
            arrange(plan, dw);
        } else {
            addSlots(workers, slots, 0, plan.slots - 1, length, dw.array(), dw.offset());
        }
    }

    private static void slot(
            GradientPlan plan, GradientSweep sweep, CpuBuffer x, CpuBuffer dy, int slot, int group, int start) {
        int block = plan.blocks * group / plan.groups;
        int end = plan.blocks * (group + 1) / plan.groups;
        int rows = plan.taps * plan.rows * Layout.FILTER_BLOCK;
        for (int k = 0; k < Layout.filterBlocks(plan.z.k()); k++) {
            int sums = start + k * plan.length;
            Arrays.fill(sweep.sums, sums + block * rows, sums + end * rows, 0);
        }
        int last = plan.strips * (slot + 1) / plan.slots;
        for (int strip = plan.strips * slot / plan.slots; strip < last; strip++) {
            sweep.add(plan, x, dy, strip, block, end, start);
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

    /** Moves an IMAGE's sums [k/32][r][s·c and more][32] to where a FILTER has them. */
    private void arrange(GradientPlan plan, CpuBuffer dw) {
        ConvolutionSize z = plan.z;
        Arrays.fill(dw.array(), dw.offset(), dw.offset() + dw.length(), 0);
        int taps = z.r() * z.s();
        for (int k = 0; k < z.k(); k += Layout.FILTER_BLOCK) {
            for (int i = 0; i < taps * z.c(); i++) {
                int row = i / plan.live * plan.rows + i % plan.live;
                int from = k / Layout.FILTER_BLOCK * plan.length + row * Layout.FILTER_BLOCK;
                int to = dw.offset() + Layout.filter(z.c(), taps, k, i % z.c(), i / z.c());
                System.arraycopy(slots, from, dw.array(), to, Layout.FILTER_BLOCK);
            }
        }
    }
}
