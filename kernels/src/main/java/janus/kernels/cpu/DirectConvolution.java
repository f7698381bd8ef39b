package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.HashMap;
import java.util.Map;

/** Runs a {@link DirectPlan}: each unit's windows are copied side by side, then multiplied by register tiles. */
final class DirectConvolution {
    private static final int LANES = Lanes.COUNT;
    private static final int ROWS = LANES == 8 ? 6 : 8;

    private final Workers workers;
    private final Sweep[] sweeps;
    private final Map<ConvolutionSize, DirectPlan> forwardPlans = new HashMap<>();
    private final Map<ConvolutionSize, DirectPlan> backwardPlans = new HashMap<>();

    DirectConvolution(Workers workers) {
        this.workers = workers;
        sweeps = workers.rooms(Sweep[]::new, Sweep::new);
    }

    /** y, {@code finish}ed. */
    void forward(ConvolutionSize z, CpuBuffer x, CpuBuffer w, Finish finish, CpuBuffer y) {
        DirectPlan plan = forwardPlans.computeIfAbsent(z, size -> DirectPlan.forward(size, ROWS, sweeps.length));
        run(plan, x, w.array(), w.offset(), false, finish, y);
    }

    void backwardData(ConvolutionSize z, CpuBuffer dy, CpuBuffer w, boolean adds, CpuBuffer dx) {
        DirectPlan plan = backwardPlans.computeIfAbsent(z, size -> DirectPlan.backwardData(size, ROWS, sweeps.length));
        run(plan, dy, TransposedFilter.of(z, w, plan.order, workers, sweeps), Layout.FIRST, adds, Finish.NONE, dx);
    }

    /** y = Σ x·w over the plan's windows, w a filter in blocks of 32 output channels that starts at {@code block}. */
    private void run(DirectPlan plan, CpuBuffer x, float[] w, int block, boolean adds, Finish finish, CpuBuffer y) {
        workers.run(sweeps, plan.units() * plan.parts, (sweep, task) -> {
            int unit = task / plan.parts;
            int part = task % plan.parts;
            sweep.reserve(plan);
            sweep.w = w;
            sweep.y = y.array();
            int first = unit * plan.unit;
            int count = Math.min(plan.unit, plan.windows.pixels() - first);
            int end;
            for (int from = 0; from < plan.windows.blocks; from = end) {
                end = Math.min(from + plan.together, plan.windows.blocks);
                sweep.blocks = end - from;
                sweep.adds = adds || from > 0;
                plan.windows.readAhead(sweep.ahead, x, first, count, from, end);
                plan.windows.copy(x, first, count, from, end, sweep.x);
                for (int phase = 0; phase < plan.phases.size(); phase++) {
                    sweep.ends[phase] = place(plan, sweep, phase, first, count, y.offset());
                }
                int at = block + from * plan.windows.blockDepth * Layout.FILTER_BLOCK;
                Finish last = end == plan.windows.blocks ? finish : Finish.NONE;
                tiles(plan, sweep, at, plan.border(part), plan.border(part + 1), last);
            }
        });
    }

    /** Lists a phase's pixels among {@code count} from {@code first} on; returns where its list ends. */
    private static int place(DirectPlan plan, Sweep sweep, int phase, int first, int count, int y) {
        Correlation all = plan.windows.z;
        Correlation z = plan.phases.get(phase).z();
        int apart = plan.windows.apart(sweep.blocks);
        int start = sweep.start(plan, phase);
        int end = start;
        int stretch;
        for (int done = 0; done < count; done += stretch) {
            int column = (first + done) % all.columns();
            int row = (first + done) / all.columns() % all.rows();
            stretch = Math.min(all.columns() - column, count - done);
            if (row < z.rows()) {
                int in = plan.phases.get(phase).start() + done * apart;
                int image = (first + done)
                        / (all.rows() * all.columns())
                        * z.out().blocks()
                        * z.out().plane();
                int h = row * z.step() + z.top();
                int out = y + image + (h * z.out().width() + column * z.step() + z.left()) * Layout.BLOCK;
                for (int i = 0; i < Math.min(stretch, z.columns() - column); i++) {
                    sweep.in[end] = in + i * apart;
                    sweep.out[end++] = out + i * z.step() * Layout.BLOCK;
                }
            }
        }
        if (end > start) {
            sweep.repeatLast(end);
        }
        return end;
    }

    private static void tiles(DirectPlan plan, Sweep sweep, int block, int first, int end, Finish finish) {
        Correlation.Map out = plan.windows.z.out();
        for (int k = first * Layout.FILTER_BLOCK; k < end * Layout.FILTER_BLOCK; k += Layout.FILTER_BLOCK) {
            int w = block + k / Layout.FILTER_BLOCK * plan.filterLength;
            for (int o = 0; o < Layout.FILTER_BLOCK && (k + o) / Layout.BLOCK < out.blocks(); o += 2 * LANES) {
                int y0 = channel(out, k + o);
                int y1 = (k + o + LANES) / Layout.BLOCK < out.blocks() ? channel(out, k + o + LANES) : y0;
                for (int phase = 0; phase < plan.phases.size(); phase++) {
                    DirectPlan.Phase p = plan.phases.get(phase);
                    if (p.depth() > 0 || !sweep.adds) {
                        windows(
                                sweep,
                                sweep.start(plan, phase),
                                sweep.ends[phase],
                                p.depth() / plan.windows.blocks * sweep.blocks,
                                w + p.filter() + o,
                                y0,
                                y1);
                    }
                }
            }
            if (finish.shifts) {
                for (int c = k; c < Math.min(k + Layout.FILTER_BLOCK, out.blocks() * Layout.BLOCK); c += Layout.BLOCK) {
                    finish.pixels(sweep.y, channel(out, c), sweep.out, sweep.ends[0], c);
                }
            }
        }
    }

    private static int channel(Correlation.Map map, int c) {
        return c / Layout.BLOCK * map.plane() + c % Layout.BLOCK;
    }

    /** Multiplies the windows {@code from} … {@code end} − 1 by a filter of two vectors of output channels. */
    static void windows(Sweep sweep, int from, int end, int depth, int w, int y0, int y1) {
        int pixel = from;
        for (; end - pixel > 5; pixel += ROWS) {
            if (ROWS == 8) {
                WindowTile8.run(sweep, pixel, depth, w, y0, y1);
            } else {
                WindowTile6.run(sweep, pixel, depth, w, y0, y1);
            }
        }
        for (; pixel < end; pixel += 5) {
            WindowTile5.run(sweep, pixel, depth, w, y0, y1);
        }
    }
}
