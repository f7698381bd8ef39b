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
    private final GradientStrip[] strips;
    private final Map<ConvolutionSize, GradientPlan> plans = new HashMap<>();
    /** Sums of all slots but the first. */
    private float[] slots = {};

    FilterGradient(Workers workers) {
        this.workers = workers;
        strips = workers.rooms(GradientStrip[]::new, GradientStrip::new);
    }

    void run(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        GradientPlan plan = plans.computeIfAbsent(z, GradientPlan::new);
        int length = dw.length();
        // the first slot's are in dw
        slots = Kept.atLeast(slots, (plan.slots - 1) * length);
        workers.run(strips, plan.groups * plan.slots, (strip, task) -> {
            int slot = task / plan.groups;
            strip.sums = slot == 0 ? dw.array() : slots;
            int start = slot == 0 ? dw.offset() : Layout.FIRST + (slot - 1) * length;
            slot(plan, strip, x, dy, slot, task % plan.groups, start);
        });
        addSlots(workers, slots, Layout.FIRST, plan.slots - 1, length, dw.array(), dw.offset());
    }

    /** Sums the pixels of a slot for a group; the filter's sums start at {@code start}. */
    private static void slot(
            GradientPlan plan, GradientStrip strip, CpuBuffer x, CpuBuffer dy, int slot, int group, int start) {
        Windows windows = plan.windows;
        int block = plan.block(group);
        int end = plan.block(group + 1);
        strip.apart = Layout.BLOCK;
        strip.places = plan.places(group);
        int blocks = 2 * Layout.filterBlocks(windows.z.out().channels());
        for (int i = 0; i < plan.strips(slot); i++) {
            int first = plan.strip(slot, i);
            strip.pixels = plan.strip(slot, i + 1) - first;
            strip.stretch = strip.pixels * Layout.BLOCK;
            strip.x = Kept.atLeast(strip.x, strip.places.length * strip.pixels);
            strip.adds = i > 0;
            windows.readAhead(strip.ahead, x, first, strip.pixels, block, end);
            windows.copyCells(x, first, strip.pixels, block, end, strip.x);
            aim(strip, dy, windows.z.out(), first);
            strip.add(GradientPlan.TILE, blocks, start, plan.rows * Layout.FILTER_BLOCK);
        }
    }

    /** Lets the strip read its pixels of dy, from {@code first} on: where they are, if all are of one image. */
    private static void aim(GradientStrip strip, CpuBuffer dy, Correlation.Map out, int first) {
        int image = out.height() * out.width();
        int pixel = first % image;
        // register tiles take two blocks, of which a copy has one more where their number is odd
        if (out.blocks() % 2 == 0 && pixel + strip.pixels <= image) {
            strip.dy = dy.array();
            strip.first = dy.offset() + (first / image * out.blocks() * image + pixel) * Layout.BLOCK;
            strip.block = image * Layout.BLOCK;
            for (int block = 0; block < out.blocks(); block++) {
                strip.ahead.read(strip.dy, strip.first + block * strip.block, strip.pixels * Layout.BLOCK);
            }
        } else {
            strip.block = strip.pixels * Layout.BLOCK;
            strip.copied = Kept.atLeast(strip.copied, (out.blocks() + 1) * strip.block);
            strip.dy = strip.copied;
            strip.first = Layout.FIRST;
            copy(dy, out, first, strip);
        }
    }

    /** Copies a strip's pixels of dy from {@code first} on, which may be of several images. */
    private static void copy(CpuBuffer dy, Correlation.Map out, int first, GradientStrip strip) {
        int image = out.height() * out.width();
        int stretch;
        for (int done = 0; done < strip.pixels; done += stretch) {
            int n = (first + done) / image;
            int pixel = (first + done) % image;
            stretch = Math.min(image - pixel, strip.pixels - done);
            for (int block = 0; block < out.blocks() + out.blocks() % 2; block++) {
                int to = strip.first + block * strip.block + done * Layout.BLOCK;
                if (block < out.blocks()) {
                    int from = dy.offset() + ((n * out.blocks() + block) * image + pixel) * Layout.BLOCK;
                    System.arraycopy(dy.array(), from, strip.dy, to, stretch * Layout.BLOCK);
                } else {
                    Arrays.fill(strip.dy, to, to + stretch * Layout.BLOCK, 0);
                }
            }
        }
    }

    /** Adds {@code count} slots from {@code first} on to the {@code length} numbers at {@code to}, in their order. */
    static void addSlots(Workers workers, float[] slots, int first, int count, int length, float[] sums, int to) {
        workers.run(count == 0 ? 0 : Math.ceilDiv(length, STRETCH), part -> {
            int start = part * STRETCH;
            int stretch = Math.min(STRETCH, length - start);
            for (int slot = 0; slot < count; slot++) {
                Loops.add(sums, to + start, slots, first + slot * length + start, sums, to + start, stretch);
            }
        });
    }
}
