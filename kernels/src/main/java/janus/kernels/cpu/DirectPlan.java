package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * How sums of windows by a filter are cut into units that fit a core's cache. Several {@link Correlation}s that read the
 * same map share its windows, each a stretch of them: so backward data copies dy once for all residues of dx. No cut
 * divides a sum, so none changes a bit.
 */
final class DirectPlan {
    /** Floats of windows in a unit: 512 KiB, which leaves half a megabyte of cache for the filter of 32 channels. */
    private static final int BUDGET = 131_072;
    /** Pixels of a unit; more take no less time. */
    private static final int MOST = 128;
    /** Floats of all windows and the filter of 32 channels, above which a cache holds not both: 768 KiB. */
    private static final int ROOM = 196_608;
    /** Channel blocks that are copied together then: the tiles read their part of the filter from the cache again. */
    private static final int FEW = 8;
    /** Floats of a filter, 1 MiB, that each thread reads sooner than what others wrote of x. */
    private static final int SMALL = 1 << 18;
    /** Pixels that take as long as what a unit costs beside them. */
    private static final int START = 4;

    /** A correlation, where its windows and its filter start in those of all, and how many numbers it sums. */
    record Phase(Correlation z, int start, int depth, int filter) {}

    final Windows windows;
    final List<Phase> phases;
    /** Floats of the filter of 32 output channels. */
    final int filterLength;
    /** Taps of the filter, as the phases need them one after the other. */
    final List<Integer> order;
    /** Channel blocks that are copied together. */
    final int together;
    /** Pixels of a unit. */
    final int unit;
    /** Parts that the output channels are in: more than one where the filter is larger than all windows. */
    final int parts;

    private DirectPlan(
            Windows windows, List<Phase> phases, int filterLength, List<Integer> order, int rows, int threads) {
        this.windows = windows;
        this.phases = phases;
        this.filterLength = filterLength;
        this.order = order;
        long floats = (long) windows.pixels() * windows.apart(windows.blocks);
        int filters = Layout.filterBlocks(windows.z.out().channels());
        boolean small = filterLength * filters <= SMALL && windows.pixels() >= rows * threads;
        boolean few = !small && windows.pixels() < windows.z.out().channels() && floats <= 2 * BUDGET;
        boolean large = floats + filterLength > ROOM;
        together = few && large && windows.divisible ? Math.min(FEW, windows.blocks) : windows.blocks;
        unit = few ? Math.ceilDiv(windows.pixels(), rows) * rows : unit(windows, rows, threads);
        parts = few ? Math.min(threads, filters) : 1;
    }

    static DirectPlan forward(ConvolutionSize size, int rows, int threads) {
        Windows windows = Windows.byBlock(Correlation.forward(size));
        int depth = windows.blocks * windows.blockDepth;
        List<Phase> phases = List.of(new Phase(windows.z, 0, depth, 0));
        return new DirectPlan(windows, phases, depth * Layout.FILTER_BLOCK, List.of(), rows, threads);
    }

    static DirectPlan backwardData(ConvolutionSize size, int rows, int threads) {
        List<Correlation> correlations = Correlation.backwardData(size);
        List<Windows.Cell> cells = cells(correlations);
        // the first has most rows and columns
        Windows windows = Windows.byCell(correlations.getFirst(), cells);
        int depth = Layout.blocks(size.k()) * Layout.BLOCK;
        List<Phase> phases = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (Correlation z : correlations) {
            int first = find(cells, z);
            int filter = order.size() * depth * Layout.FILTER_BLOCK;
            for (Windows.Cell cell : cells.subList(first, first + z.taps().size())) {
                z.taps().stream().filter(tap -> tap.cell().equals(cell)).forEach(tap -> order.add(tap.index()));
            }
            phases.add(new Phase(z, first * depth, z.taps().size() * depth, filter));
        }
        int length = order.size() * depth * Layout.FILTER_BLOCK;
        return new DirectPlan(windows, List.copyOf(phases), length, List.copyOf(order), rows, threads);
    }

    /** Cells of which each correlation's are in succession. */
    private static List<Windows.Cell> cells(List<Correlation> correlations) {
        List<Windows.Cell> cells = new ArrayList<>();
        // up one column and down the next: the cells of one column are a stretch, and so are those of one row of two
        Comparator<Windows.Cell> turns = Comparator.comparingInt(Windows.Cell::dw)
                .thenComparingInt(cell -> cell.dw() % 2 == 0 ? -cell.dh() : cell.dh());
        correlations.stream()
                .sorted(Comparator.comparingInt(z -> -z.taps().size()))
                .filter(z -> find(cells, z) < 0)
                .forEachOrdered(z -> cells.addAll(z.taps().stream()
                        .map(Correlation.Tap::cell)
                        .sorted(turns)
                        .toList()));
        return cells;
    }

    /** Where the cells of {@code z} are in succession; −1 if nowhere. */
    private static int find(List<Windows.Cell> cells, Correlation z) {
        HashSet<Windows.Cell> wanted = new HashSet<>();
        z.taps().forEach(tap -> wanted.add(tap.cell()));
        for (int first = 0; first + wanted.size() <= cells.size(); first++) {
            if (wanted.equals(new HashSet<>(cells.subList(first, first + wanted.size())))) {
                return first;
            }
        }
        return -1;
    }

    /** A whole number of register tiles, so many that all threads end about together. */
    private static int unit(Windows windows, int rows, int threads) {
        int most = Math.clamp(BUDGET / windows.apart(windows.blocks), rows, MOST);
        int best = rows;
        for (int unit = rows; unit <= most; unit += rows) {
            if (time(windows, unit, threads) <= time(windows, best, threads)) {
                best = unit;
            }
        }
        return best;
    }

    private static int time(Windows windows, int unit, int threads) {
        return Math.ceilDiv(Math.ceilDiv(windows.pixels(), unit), threads) * (unit + START);
    }

    int units() {
        return Math.ceilDiv(windows.pixels(), unit);
    }

    /** The first block of 32 output channels of a part. */
    int border(int part) {
        return Layout.filterBlocks(windows.z.out().channels()) * part / parts;
    }
}
