package janus.kernels.cpu;

import janus.kernels.Role;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Copies rows of an input map to where a {@link DirectPlan} wants them, with zeros around the map. */
final class Scratch {
    private Scratch() {}

    /** Copies the rows that lattice rows {@code top}… of image {@code n} read to {@code scratch[to…]}. */
    static void fill(DirectPlan plan, CpuBuffer x, int n, int top, float[] scratch, int to) {
        int blocks = plan.image ? 1 : plan.z.in().blocks();
        for (int row = 0; row < plan.scratchRows; row++) {
            int h = top * plan.z.stride() + plan.z.lowestRow() + row;
            for (int block = 0; block < blocks; block++) {
                int at = to + (block * plan.scratchRows + row) * plan.rowLength;
                row(plan, x, n, block, h, scratch, at);
            }
        }
    }

    private static void row(DirectPlan plan, CpuBuffer x, int n, int block, int h, float[] scratch, int at) {
        Correlation.Map map = plan.z.in();
        if (h < 0 || h >= map.height()) {
            Arrays.fill(scratch, at, at + plan.rowLength, 0);
        } else if (x.role() == Role.IMAGE) {
            image(plan, x, n, h, scratch, at);
        } else {
            int from = x.offset() + ((n * map.blocks() + block) * map.height() + h) * map.width() * Layout.BLOCK;
            if (plan.z.stride() == 1) {
                whole(plan, x.array(), from, scratch, at);
            } else {
                phases(plan, x.array(), from, scratch, at);
            }
        }
    }

    private static void whole(DirectPlan plan, float[] x, int from, float[] scratch, int at) {
        int low = plan.z.lowestColumn();
        int columns = plan.rowLength / Layout.BLOCK;
        int start = Math.max(0, -low);
        int end = Math.max(start, Math.min(columns, plan.z.in().width() - low));
        int count = (end - start) * Layout.BLOCK;
        Arrays.fill(scratch, at, at + start * Layout.BLOCK, 0);
        System.arraycopy(x, from + (start + low) * Layout.BLOCK, scratch, at + start * Layout.BLOCK, count);
        Arrays.fill(scratch, at + end * Layout.BLOCK, at + plan.rowLength, 0);
    }

    private static void phases(DirectPlan plan, float[] x, int from, float[] scratch, int at) {
        int phases = plan.z.stride();
        int columns = plan.rowLength / Layout.BLOCK / phases;
        for (int phase = 0; phase < phases; phase++) {
            int low = plan.z.lowestColumn() + phase;
            int start = Math.clamp(Math.ceilDiv(-low, phases), 0, columns);
            int end = Math.clamp(Math.ceilDiv(plan.z.in().width() - low, phases), start, columns);
            int to = at + phase * columns * Layout.BLOCK;
            Arrays.fill(scratch, to, to + start * Layout.BLOCK, 0);
            for (int column = start; column < end; column++) {
                pixel(x, from + (low + column * phases) * Layout.BLOCK, scratch, to + column * Layout.BLOCK);
            }
            Arrays.fill(scratch, to + end * Layout.BLOCK, to + columns * Layout.BLOCK, 0);
        }
    }

    private static void pixel(float[] x, int from, float[] scratch, int to) {
        for (int o = 0; o < Layout.BLOCK; o += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.SPECIES, x, from + o).intoArray(scratch, to + o);
        }
    }

    private static void image(DirectPlan plan, CpuBuffer x, int n, int h, float[] scratch, int at) {
        Correlation.Map map = plan.z.in();
        int channels = map.channels();
        int low = plan.z.lowestColumn();
        int start = Math.max(0, -low);
        int end = Math.max(start, Math.min(plan.rowLength / channels, map.width() - low));
        Arrays.fill(scratch, at, at + start * channels, 0);
        for (int c = 0; c < channels; c++) {
            int from = x.offset() + ((n * channels + c) * map.height() + h) * map.width() + low;
            for (int column = start; column < end; column++) {
                scratch[at + column * channels + c] = x.array()[from + column];
            }
        }
        Arrays.fill(scratch, at + end * channels, at + plan.rowLength, 0);
    }
}
