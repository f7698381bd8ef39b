package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import janus.kernels.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a {@link DirectPlan}: each unit is copied into scratch with its padding, then swept by register tiles. */
final class DirectConvolution {
    private static final int LANES = Lanes.COUNT;
    private static final int ROWS = LANES == 8 ? 5 : 8;

    private final Workers workers;
    private final Sweep[] sweeps;
    private final Map<ConvolutionSize, DirectPlan> forwardPlans = new HashMap<>();
    private final Map<ConvolutionSize, DirectPlan> imagePlans = new HashMap<>();
    private final Map<ConvolutionSize, List<DirectPlan>> backwardPlans = new HashMap<>();

    DirectConvolution(Workers workers) {
        this.workers = workers;
        sweeps = new Sweep[workers.count()];
        Arrays.setAll(sweeps, i -> new Sweep());
    }

    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, CpuBuffer y) {
        if (x.role() == Role.IMAGE) {
            run(imagePlans.computeIfAbsent(z, DirectPlan::image), x, ImageFilter.of(z, w), 0, false, y);
        } else {
            DirectPlan plan = forwardPlans.computeIfAbsent(z, size -> DirectPlan.blocked(Correlation.forward(size)));
            run(plan, x, w.array(), w.offset(), false, y);
        }
    }

    void backwardData(ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        float[] transposed = TransposedFilter.of(z, w, workers);
        for (DirectPlan plan : backwardPlans.computeIfAbsent(z, DirectConvolution::phases)) {
            if (!adds || plan.taps.length > 0) {
                run(plan, dy, transposed, 0, adds, dx);
            }
        }
    }

    private static List<DirectPlan> phases(ConvolutionSize z) {
        return Correlation.backwardData(z).stream().map(DirectPlan::blocked).toList();
    }

    /** y = Σ x·w over the plan's taps, w a filter in blocks of 32 output channels that starts at {@code block}. */
    private void run(DirectPlan plan, CpuBuffer x, float[] w, int block, boolean adds, CpuBuffer y) {
        AtomicInteger next = new AtomicInteger();
        int units = plan.units();
        workers.run(sweeps.length, part -> {
            Sweep sweep = sweeps[part];
            sweep.reserve(
                    plan.inPlace ? 0 : plan.imagesPerUnit * plan.imageLength(),
                    plan.imagesPerUnit * plan.rowsPerUnit * plan.z.columns());
            sweep.offsets = plan.offsets;
            sweep.taps = plan.taps;
            sweep.live = plan.live;
            sweep.w = w;
            sweep.y = y.array();
            sweep.adds = adds;
            for (int unit = next.getAndIncrement(); unit < units; unit = next.getAndIncrement()) {
                int first = unit / plan.bands() * plan.imagesPerUnit;
                int pixels = read(plan, sweep, x, first, unit % plan.bands() * plan.rowsPerUnit);
                tiles(plan, sweep, block, pixels, y.offset() + first * image(plan.z.out()));
            }
        });
    }

    /** Makes the unit of images from {@code first} and rows from {@code top} on ready; returns its pixels. */
    private static int read(DirectPlan plan, Sweep sweep, CpuBuffer x, int first, int top) {
        int images = Math.min(plan.imagesPerUnit, plan.z.in().n() - first);
        int rows = Math.min(plan.rowsPerUnit, plan.z.rows() - top);
        if (plan.inPlace) {
            sweep.x = x.array();
            int start = x.offset() + first * plan.imageLength() + top * plan.z.stride() * plan.rowLength;
            return place(plan, sweep, start, images, top, rows);
        }
        sweep.x = sweep.scratch;
        for (int i = 0; i < images; i++) {
            Scratch.fill(plan, x, first + i, top, sweep.scratch, i * plan.imageLength());
        }
        return place(plan, sweep, 0, images, top, rows);
    }

    private static int image(Correlation.Map map) {
        return map.blocks() * map.plane();
    }

    /** Lists the unit's pixels; returns how many. */
    private static int place(DirectPlan plan, Sweep sweep, int start, int images, int top, int rows) {
        Correlation z = plan.z;
        int pixel = 0;
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < rows; i++) {
                int in = start + image * plan.imageLength() + i * z.stride() * plan.rowLength;
                int out = image * image(z.out())
                        + (((top + i) * z.step() + z.top()) * z.out().width() + z.left()) * Layout.BLOCK;
                for (int j = 0; j < z.columns(); j++) {
                    sweep.in[pixel] = in + j * plan.columnStep;
                    sweep.out[pixel++] = out + j * z.step() * Layout.BLOCK;
                }
            }
        }
        sweep.repeatLast(pixel);
        return pixel;
    }

    private static void tiles(DirectPlan plan, Sweep sweep, int block, int pixels, int y) {
        Correlation.Map out = plan.z.out();
        for (int k = 0; k < out.channels(); k += Layout.FILTER_BLOCK) {
            int w = block + k / Layout.FILTER_BLOCK * plan.filterLength;
            for (int o = 0; o < Layout.FILTER_BLOCK && (k + o) / Layout.BLOCK < out.blocks(); o += 2 * LANES) {
                int y0 = y + channel(out, k + o);
                boolean second = (k + o + LANES) / Layout.BLOCK < out.blocks();
                sweep(sweep, w + o, pixels, y0, second ? y + channel(out, k + o + LANES) : y0);
            }
        }
    }

    private static int channel(Correlation.Map map, int c) {
        return c / Layout.BLOCK * map.plane() + c % Layout.BLOCK;
    }

    static void sweep(Sweep sweep, int w, int pixels, int y0, int y1) {
        int pixel = 0;
        if (ROWS == 8) {
            for (; pixels - pixel > 5; pixel += 8) {
                Tile8.run(sweep, pixel, w, y0, y1);
            }
        }
        for (; pixel < pixels; pixel += 5) {
            Tile5.run(sweep, pixel, w, y0, y1);
        }
    }
}
