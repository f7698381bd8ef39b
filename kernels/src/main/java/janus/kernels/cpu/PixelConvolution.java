package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolutions of small maps, pixel by pixel: each pixel of a map is a product of matrices, of images by channels with
 * the taps that it meets. Nothing is copied but a few maps, and each number is one sum in an order that the size
 * decides.
 */
final class PixelConvolution {
    private static final int B = Layout.BLOCK;
    private static final int IMAGES = PixelProducts.IMAGES;

    private final Workers workers;
    private final Room[] rooms;
    private final Map<ConvolutionSize, PixelPlan> plans = new HashMap<>();
    /** x, and dy, otherwise laid out. */
    private float[] inputs = {};

    private float[] gradients = {};

    PixelConvolution(Workers workers) {
        this.workers = workers;
        rooms = workers.rooms(Room[]::new, Room::new);
    }

    private static final class Room {
        final PixelProducts products = new PixelProducts();
        final PixelMaps maps = new PixelMaps();
        final OuterProducts outer = new OuterProducts();
        final ReadAhead ahead = new ReadAhead();
    }

    /** y, {@code finish}ed. */
    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        PixelPlan plan = plan(z);
        if (PixelMaps.fits(z)) {
            byMaps(plan, x, w, finish, y);
            return;
        }
        workers.run(rooms, plan.filterBlocks * plan.outputs, (room, part) -> {
            int k = part / plan.outputs;
            int out = part % plan.outputs;
            PixelProducts products = room.products;
            products.x = x.array();
            products.w = w.array();
            products.xRow = plan.cBlocks * plan.inputs * B;
            int filter = w.offset() + k * plan.cBlocks * plan.taps * PixelPlan.TAP;
            if (out == 0) { // the other pixels of y find it in the cache
                room.ahead.read(w.array(), filter, plan.cBlocks * plan.taps * PixelPlan.TAP);
            }
            products.run(plan.forward.get(out), z.n(), x.offset(), filter);
            for (int block = 2 * k; block < Math.min(2 * k + 2, plan.kBlocks); block++) {
                for (int n = 0; n < z.n(); n++) {
                    int to = y.offset() + ((n * plan.kBlocks + block) * plan.outputs + out) * B;
                    int from = products.row(n) + (block - 2 * k) * B;
                    finish.write(products.y, from, y.array(), to, block * B, 1);
                }
            }
        });
    }

    private void byMaps(PixelPlan plan, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        int pixels = plan.outputs;
        workers.run(rooms, plan.filterBlocks, (room, k) -> {
            room.maps.sum(plan, x, w, k);
            for (int block = 2 * k; block < Math.min(2 * k + 2, plan.kBlocks); block++) {
                for (int n = 0; n < plan.z.n(); n++) {
                    int from = PixelMaps.at(pixels, n, (block - 2 * k) * B);
                    int to = y.offset() + (n * plan.kBlocks + block) * pixels * B;
                    finish.write(room.maps.y, from, y.array(), to, block * B, pixels);
                }
            }
        });
    }

    /** Channels are rows and images columns: so the filter is read as it lies. */
    void backwardData(ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        PixelPlan plan = plan(z);
        int together = Math.ceilDiv(z.n(), IMAGES);
        int apart = plan.outputs * plan.filterBlocks * Layout.FILTER_BLOCK * IMAGES;
        gradients = Kept.atLeast(gradients, together * apart);
        workers.run(2 * plan.filterBlocks, block -> {
            for (int i = 0; i < together; i++) {
                turn(plan, dy, block, i * IMAGES, gradients, Layout.FIRST + i * apart);
            }
        });
        workers.run(rooms, plan.cBlocks, (room, block) -> {
            PixelProducts products = room.products;
            products.x = w.array();
            products.w = gradients;
            products.xRow = Layout.FILTER_BLOCK;
            int filter = w.offset() + block * plan.taps * PixelPlan.TAP;
            for (int k = 0; k < plan.filterBlocks; k++) {
                int at = filter + k * plan.cBlocks * plan.taps * PixelPlan.TAP;
                room.ahead.read(w.array(), at, plan.taps * PixelPlan.TAP);
            }
            for (int in = 0; in < plan.inputs; in++) {
                for (int i = 0; i < together; i++) {
                    products.run(plan.backward.get(in), B, filter, Layout.FIRST + i * apart);
                    turnBack(plan, products, i * IMAGES, block, in, adds, dx);
                }
            }
        });
    }

    /** Lays a channel block of dy out as [pixel][channel][image], from image {@code first} on; where is none, 0. */
    private static void turn(PixelPlan plan, CpuBuffer dy, int block, int first, float[] to, int start) {
        float[] from = dy.array();
        int count = block < plan.kBlocks ? Math.min(IMAGES, plan.z.n() - first) : 0;
        for (int out = 0; out < plan.outputs; out++) {
            int at = start + (out * 2 * plan.filterBlocks + block) * B * IMAGES;
            if (count < IMAGES) {
                Arrays.fill(to, at, at + B * IMAGES, 0);
            }
            for (int n = 0; n < count; n++) {
                int source = dy.offset() + (((first + n) * plan.kBlocks + block) * plan.outputs + out) * B;
                for (int lane = 0; lane < B; lane++) {
                    to[at + lane * IMAGES + n] = from[source + lane];
                }
            }
        }
    }

    private static void turnBack(
            PixelPlan plan, PixelProducts products, int first, int block, int in, boolean adds, CpuBuffer dx) {
        float[] to = dx.array();
        for (int n = 0; n < Math.min(IMAGES, plan.z.n() - first); n++) {
            int at = dx.offset() + (((first + n) * plan.cBlocks + block) * plan.inputs + in) * B;
            for (int lane = 0; lane < B; lane++) {
                float sum = products.y[products.row(lane) + n];
                to[at + lane] = adds ? to[at + lane] + sum : sum;
            }
        }
    }

    /** Images are the rows of the outer products. */
    void backwardFilter(ConvolutionSize z, CpuBuffer x, CpuBuffer dy, CpuBuffer dw) {
        PixelPlan plan = plan(z);
        inputs = Kept.atLeast(inputs, plan.cBlocks * plan.inputs * z.n() * B);
        gradients = Kept.atLeast(gradients, plan.kBlocks * plan.outputs * z.n() * B);
        workers.run(plan.kBlocks, block -> gather(z.n(), plan.kBlocks, plan.outputs, block, dy, gradients));
        workers.run(plan.cBlocks, block -> gather(z.n(), plan.cBlocks, plan.inputs, block, x, inputs));
        workers.run(rooms, plan.filterBlocks * plan.cBlocks, (room, task) -> {
            room.outer.x = inputs;
            room.outer.y = gradients;
            room.outer.sums = dw.array();
            int start = dw.offset() + task * plan.taps * PixelPlan.TAP;
            for (int tap = 0; tap < plan.taps; tap++) {
                sum(plan, room.outer, plan.runs.get(tap), task, start + tap * PixelPlan.TAP);
            }
        });
    }

    /** The sums of a tap: 0 where it meets padding alone, and for channels beyond the last. */
    private static void sum(PixelPlan plan, OuterProducts outer, List<PixelPlan.Run> runs, int task, int sums) {
        boolean whole = !runs.isEmpty() && task / plan.cBlocks * 2 + 1 < plan.kBlocks;
        if (!whole) {
            Arrays.fill(outer.sums, sums, sums + PixelPlan.TAP, 0);
        }
        outer.adds = !whole;
        for (PixelPlan.Run run : runs) {
            sum(plan, outer, run, task, sums);
            outer.adds = true;
        }
    }

    private static void sum(PixelPlan plan, OuterProducts outer, PixelPlan.Run run, int task, int sums) {
        int n = plan.z.n();
        int k = task / plan.cBlocks * 2;
        int c = task % plan.cBlocks;
        outer.count = run.length() * n;
        int x = Layout.FIRST + (c * plan.inputs + run.in()) * n * B;
        int dy = Layout.FIRST + (k * plan.outputs + run.out()) * n * B;
        int next = k + 1 < plan.kBlocks ? plan.outputs * n * B : 0;
        for (int o = 0; o < (next == 0 ? B : Layout.FILTER_BLOCK); o += 2 * Lanes.COUNT) {
            int o1 = next == 0 && Lanes.COUNT == B ? o : o + Lanes.COUNT;
            int y0 = dy + o / B * next + o % B;
            int y1 = dy + o1 / B * next + o1 % B;
            outer.run(x, y0, y1, sums + o, sums + o1);
        }
    }

    /** Lays a channel block of a map out as [pixel][image]. */
    private static void gather(int images, int blocks, int pixels, int block, CpuBuffer map, float[] to) {
        for (int n = 0; n < images; n++) {
            int from = map.offset() + (n * blocks + block) * pixels * B;
            Windows.pixels(
                    map.array(), from, B, to, Layout.FIRST + (block * pixels * images + n) * B, images * B, pixels);
        }
    }

    private PixelPlan plan(ConvolutionSize z) {
        return plans.computeIfAbsent(z, PixelPlan::new);
    }
}
