package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;

/**
 * How a {@link Correlation} is cut into units that fit a core's cache, where a unit's scratch copy of the input keeps
 * its pixels, and which runs of numbers there meet which runs of the filter. No cut divides a sum, so none changes a bit.
 */
final class DirectPlan {
    /** Floats of scratch a unit may fill: 256 KiB, which leaves a megabyte of cache room for the filter. */
    private static final int BUDGET = 65_536;

    final Correlation z;
    /** Whether the input is an IMAGE: its scratch rows are [column][channel]. */
    final boolean image;
    /** Whether the input is read where it lies: no tap is outside the map. */
    final boolean inPlace;
    /** Floats from a lattice column to the next. */
    final int columnStep;
    /** Floats of one scratch row of one channel block. */
    final int rowLength;
    /** Images of a unit; more than 1 only if {@link #rowsPerUnit} is all of them. */
    final int imagesPerUnit;
    /** Lattice rows of a unit. */
    final int rowsPerUnit;
    /** Input rows a unit copies, or those of the map. */
    final int scratchRows;
    /** Numbers of a run. */
    final int live;
    /** Where each run starts, from a pixel's place in scratch on. */
    final int[] offsets;
    /** Where each run's filter starts, from the filter block on. */
    final int[] taps;
    /** Floats from a filter block to the next. */
    final int filterLength;

    private DirectPlan(
            Correlation z, boolean image, boolean inPlace, int columnStep, int rowLength, int live, int runs) {
        this.z = z;
        this.image = image;
        this.inPlace = inPlace;
        this.columnStep = columnStep;
        this.rowLength = rowLength;
        this.live = live;
        int reach = z.highestRow() - z.lowestRow() + 1;
        int line = lines(z, image) * rowLength;
        int all = line * ((z.rows() - 1) * z.stride() + reach);
        if (all <= BUDGET) {
            rowsPerUnit = z.rows();
            imagesPerUnit = Math.min(BUDGET / all, Math.max(1, z.in().n() / 8));
        } else {
            int fit = Math.max(1, (BUDGET / line - reach) / z.stride() + 1);
            int units = (z.rows() + fit - 1) / fit;
            rowsPerUnit = (z.rows() + units - 1) / units;
            imagesPerUnit = 1;
        }
        scratchRows = inPlace ? z.in().height() : (rowsPerUnit - 1) * z.stride() + reach;
        offsets = new int[runs];
        taps = new int[runs];
        int depth = image ? z.in().channels() : z.in().blocks() * Layout.BLOCK;
        filterLength = depth * z.filterTaps() * Layout.FILTER_BLOCK;
    }

    private static int lines(Correlation z, boolean image) {
        return image ? 1 : z.in().blocks();
    }

    /**
     * Scratch [image][channel block][row][phase][column][16], columns split by their residue modulo the stride, so that
     * neighbours on the lattice are neighbours in memory. A run is a pixel's block of channels.
     */
    static DirectPlan blocked(Correlation z) {
        int phases = z.stride();
        int columns = z.columns() + (z.highestColumn() - z.lowestColumn()) / phases;
        int live = Math.min(Layout.BLOCK, z.in().channels());
        int runs = z.in().blocks() * z.taps().size();
        if (z.readsOnlyTheMap()) {
            return inPlace(
                    new DirectPlan(z, false, true, phases * Layout.BLOCK, z.in().width() * Layout.BLOCK, live, runs));
        }
        DirectPlan plan = new DirectPlan(z, false, false, Layout.BLOCK, phases * columns * Layout.BLOCK, live, runs);
        for (int e = 0; e < runs; e++) {
            Correlation.Tap tap = z.taps().get(e % z.taps().size());
            int block = e / z.taps().size();
            int column = tap.dw() - z.lowestColumn();
            plan.offsets[e] = (block * plan.scratchRows + tap.dh() - z.lowestRow()) * plan.rowLength
                    + (column % phases * columns + column / phases) * Layout.BLOCK;
            plan.taps[e] = (block * z.filterTaps() + tap.index()) * Layout.BLOCK * Layout.FILTER_BLOCK;
        }
        return plan;
    }

    private static DirectPlan inPlace(DirectPlan plan) {
        Correlation z = plan.z;
        for (int e = 0; e < plan.offsets.length; e++) {
            Correlation.Tap tap = z.taps().get(e % z.taps().size());
            int block = e / z.taps().size();
            plan.offsets[e] = block * z.in().plane() + tap.dh() * plan.rowLength + tap.dw() * Layout.BLOCK;
            plan.taps[e] = (block * z.filterTaps() + tap.index()) * Layout.BLOCK * Layout.FILTER_BLOCK;
        }
        return plan;
    }

    /** Scratch [image][row][column][channel]: a run is a row of the filter, all its columns and channels. */
    static DirectPlan image(ConvolutionSize size) {
        Correlation z = Correlation.forward(size);
        int run = size.s() * size.c();
        int step = size.stride() * size.c();
        DirectPlan plan = new DirectPlan(z, true, false, step, (z.columns() - 1) * step + run, run, size.r());
        for (int r = 0; r < size.r(); r++) {
            plan.offsets[r] = r * plan.rowLength;
            plan.taps[r] = r * run * Layout.FILTER_BLOCK;
        }
        return plan;
    }

    /** Floats of one image's scratch, or of its map. */
    int imageLength() {
        return lines(z, image) * scratchRows * rowLength;
    }

    int bands() {
        return (z.rows() + rowsPerUnit - 1) / rowsPerUnit;
    }

    int units() {
        return (z.in().n() + imagesPerUnit - 1) / imagesPerUnit * bands();
    }
}
