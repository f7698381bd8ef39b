package janus.kernels.cpu;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * The numbers of an ACTIVATION that each pixel of a lattice meets, copied side by side: of each channel block, the 16
 * channels of each of some cells, zero outside the map. So a convolution is a product of matrices in long, straight
 * loops, whose order of sums the order of the copies decides.
 */
final class Windows {
    /** A place of the map, relative to a pixel. */
    record Cell(int dh, int dw) {}

    /** Floats of a line of a cache. */
    private static final int LINE = 16;

    /** The lattice, and its map. */
    final Correlation z;
    /** Channel blocks of the map. */
    final int blocks;
    /** Floats a pixel meets in a channel block. */
    final int blockDepth;
    /** Whether some of the blocks may be copied alone, and multiplied by their part of a filter. */
    final boolean divisible;

    private final Cell[] cells;
    /** Of all cells' rows the first, and the last. */
    private final int highest;

    private final int lowest;
    /** Floats from a cell to the next. */
    private final int cellApart;
    /** Floats from a channel block to the next. */
    private final int blockApart;

    private Windows(Correlation z, List<Cell> cells, int cellApart, int blockApart) {
        this.z = z;
        this.blocks = z.in().blocks();
        this.blockDepth = cells.size() * Layout.BLOCK;
        this.cells = cells.toArray(new Cell[0]);
        this.cellApart = cellApart;
        this.blockApart = blockApart;
        divisible = cellApart == Layout.BLOCK;
        highest = cells.stream().mapToInt(Cell::dh).min().orElse(0);
        lowest = cells.stream().mapToInt(Cell::dh).max().orElse(0);
    }

    /** Windows [channel block][tap][16] of all taps: a FILTER's order. */
    static Windows byBlock(Correlation z) {
        List<Cell> cells = z.taps().stream().map(Correlation.Tap::cell).toList();
        return new Windows(z, cells, Layout.BLOCK, cells.size() * Layout.BLOCK);
    }

    /** Windows [cell][channel block][16], of which any cells in succession are one stretch. */
    static Windows byCell(Correlation z, List<Cell> cells) {
        return new Windows(z, cells, z.in().blocks() * Layout.BLOCK, Layout.BLOCK);
    }

    /** From a pixel to the next where {@code count} blocks are copied: odd lines, which spread over all of a cache. */
    int apart(int count) {
        return (count * blockDepth / LINE | 1) * LINE;
    }

    /** Pixels of the lattice, over all images. */
    int pixels() {
        return z.in().n() * z.rows() * z.columns();
    }

    /** Floats from a pixel of a copy to the next, from a cell and from a channel block. */
    private record Apart(int pixel, int cell, int block) {}

    /** Copies what {@code count} pixels from {@code first} on meet in blocks {@code block} … {@code end} − 1. */
    void copy(CpuBuffer x, int first, int count, int block, int end, float[] to) {
        copy(x, first, count, block, end, to, new Apart(apart(end - block), cellApart, blockApart));
    }

    /** As {@link #copy}, but [channel block][cell][pixel][16]. */
    void copyCells(CpuBuffer x, int first, int count, int block, int end, float[] to) {
        int cell = count * Layout.BLOCK;
        copy(x, first, count, block, end, to, new Apart(Layout.BLOCK, cell, cells.length * cell));
    }

    private void copy(CpuBuffer x, int first, int count, int block, int end, float[] to, Apart apart) {
        int stretch;
        for (int done = 0; done < count; done += stretch) {
            int pixel = first + done;
            int column = pixel % z.columns();
            int row = pixel / z.columns() % z.rows() * z.stride();
            int image = x.offset() + pixel / (z.rows() * z.columns()) * blocks * z.in().plane();
            stretch = Math.min(z.columns() - column, count - done);
            for (int b = block; b < end; b++) {
                int plane = image + b * z.in().plane();
                int at = done * apart.pixel + (b - block) * apart.block;
                for (int i = 0; i < cells.length; i++) {
                    int left = column * z.stride() + cells[i].dw;
                    row(x.array(), plane, row + cells[i].dh, left, stretch, to, at + i * apart.cell, apart.pixel);
                }
            }
        }
    }

    /**
     * Brings the rows of x that pixels meet to the cache, one after another: a copy takes them by turns, pixel by pixel.
     * Of no use where a pixel meets but one cell, as not all of a row is taken, nor for fewer pixels than a row has.
     */
    void readAhead(ReadAhead ahead, CpuBuffer x, int first, int count, int block, int end) {
        if (cells.length == 1 || count < z.columns()) {
            return;
        }
        int image = z.rows() * z.columns();
        int row = z.in().width() * Layout.BLOCK;
        int stretch;
        for (int done = 0; done < count; done += stretch) {
            int n = (first + done) / image;
            int pixel = (first + done) % image;
            stretch = Math.min(image - pixel, count - done);
            int top = Math.max(0, pixel / z.columns() * z.stride() + highest);
            int last = (pixel + stretch - 1) / z.columns() * z.stride() + lowest;
            int rows = Math.min(last + 1, z.in().height()) - top;
            for (int b = block; b < end; b++) {
                int plane = x.offset() + (n * blocks + b) * z.in().plane();
                ahead.read(x.array(), plane + top * row, rows * row);
            }
        }
    }

    /** Copies a pixel of row {@code h} for each of {@code count} windows, the first in column {@code left}. */
    private void row(float[] x, int plane, int h, int left, int count, float[] to, int at, int apart) {
        int start = 0;
        int stop = 0;
        int width = z.in().width();
        if (h >= 0 && h < z.in().height()) {
            start = Math.clamp(Math.ceilDiv(-left, z.stride()), 0, count);
            stop = Math.clamp(Math.ceilDiv(width - left, z.stride()), start, count);
        }
        int from = plane + (h * width + left + start * z.stride()) * Layout.BLOCK;
        zeros(to, at, apart, start);
        pixels(x, from, z.stride() * Layout.BLOCK, to, at + start * apart, apart, stop - start);
        zeros(to, at + stop * apart, apart, count - stop);
    }

    /** Copies {@code count} pixels of 16 channels. */
    static void pixels(float[] x, int from, int step, float[] to, int at, int apart, int count) {
        for (int i = 0; i < count; i++) {
            for (int o = 0; o < Layout.BLOCK; o += Lanes.COUNT) {
                FloatVector.fromArray(Lanes.SPECIES, x, from + i * step + o).intoArray(to, at + i * apart + o);
            }
        }
    }

    static void zeros(float[] to, int at, int apart, int count) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(to, at + i * apart, at + i * apart + Layout.BLOCK, 0);
        }
    }
}
