package janus.kernels.cpu;

import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which pixels of x and y meet over which taps. On a small map most windows reach over the edge: there nothing is 0.
 */
final class PixelPlan {
    /** Floats of 16 input and 32 output channels of a filter's tap. */
    static final int TAP = Layout.BLOCK * Layout.FILTER_BLOCK;

    /** x[in]·w[tap] is a term of y[out]. */
    private record Pair(int in, int out, int tap) {}

    /** Pixels in succession, {@code length} from {@code in} and {@code out} on, that meet over a tap. */
    record Run(int in, int out, int length) {}

    final ConvolutionSize z;
    /** Pixels of x, and of y. */
    final int inputs;

    final int outputs;
    final int taps;
    /** Blocks of 16 input channels. */
    final int cBlocks;
    /** Blocks of 16 output channels. */
    final int kBlocks;
    /** Blocks of 32 output channels. */
    final int filterBlocks;
    /** For each pixel of y, where x and w start that meet in 16 channels. */
    final List<Stretches> forward = new ArrayList<>();
    /** For each pixel of x, where w and dy start that meet in 32 channels. */
    final List<Stretches> backward = new ArrayList<>();
    /** For each tap, the pixels of x and y that meet. */
    final List<List<Run>> runs = new ArrayList<>();

    PixelPlan(ConvolutionSize z) {
        this.z = z;
        inputs = z.h() * z.w();
        outputs = z.p() * z.q();
        taps = z.r() * z.s();
        cBlocks = Layout.blocks(z.c());
        kBlocks = Layout.blocks(z.k());
        filterBlocks = Layout.filterBlocks(z.k());
        List<Pair> pairs = pairs(z);
        for (int i = 0; i < outputs; i++) {
            int out = i;
            forward.add(forward(rows(select(pairs, pair -> pair.out == out))));
        }
        for (int i = 0; i < inputs; i++) {
            int in = i;
            backward.add(backward(select(pairs, pair -> pair.in == in)));
        }
        for (int i = 0; i < taps; i++) {
            int tap = i;
            runs.add(runs(select(pairs, pair -> pair.tap == tap)));
        }
    }

    /** Channel block by channel block, so that a filter is read from end to end. */
    private Stretches forward(List<List<Pair>> rows) {
        Stretches stretches = new Stretches(cBlocks * rows.size());
        for (int i = 0; i < stretches.depth.length; i++) {
            int c = i / rows.size();
            Pair first = rows.get(i % rows.size()).getFirst();
            stretches.x[i] = (c * inputs + first.in) * Layout.BLOCK;
            stretches.w[i] = (c * taps + first.tap) * TAP;
            stretches.depth[i] = rows.get(i % rows.size()).size() * Layout.BLOCK;
        }
        return stretches;
    }

    private Stretches backward(List<Pair> pairs) {
        Stretches stretches = new Stretches(filterBlocks * pairs.size());
        for (int i = 0; i < stretches.depth.length; i++) {
            int k = i / pairs.size();
            Pair pair = pairs.get(i % pairs.size());
            stretches.x[i] = (k * cBlocks * taps + pair.tap) * TAP;
            stretches.w[i] = (pair.out * filterBlocks + k) * Layout.FILTER_BLOCK * PixelProducts.IMAGES;
            stretches.depth[i] = Layout.FILTER_BLOCK;
        }
        return stretches;
    }

    /** Products for each pixel of y, input and output channel. */
    static double products(ConvolutionSize z) {
        return (double) meetings(z.h(), z.p(), z.r(), z) * meetings(z.w(), z.q(), z.s(), z) / (z.p() * z.q());
    }

    private static int meetings(int inputs, int outputs, int taps, ConvolutionSize z) {
        int count = 0;
        for (int out = 0; out < outputs; out++) {
            int first = out * z.stride() - z.pad();
            count += Math.max(0, Math.min(inputs, first + taps) - Math.max(0, first));
        }
        return count;
    }

    private static List<Pair> pairs(ConvolutionSize z) {
        List<Pair> pairs = new ArrayList<>();
        for (int out = 0; out < z.p() * z.q(); out++) {
            for (int tap = 0; tap < z.r() * z.s(); tap++) {
                int h = out / z.q() * z.stride() - z.pad() + tap / z.s();
                int w = out % z.q() * z.stride() - z.pad() + tap % z.s();
                if (h >= 0 && h < z.h() && w >= 0 && w < z.w()) {
                    pairs.add(new Pair(h * z.w() + w, out, tap));
                }
            }
        }
        return pairs;
    }

    private static List<Pair> select(List<Pair> pairs, Predicate<Pair> which) {
        return pairs.stream().filter(which).toList();
    }

    private static List<Run> runs(List<Pair> pairs) {
        List<Run> runs = new ArrayList<>();
        for (Pair pair : pairs) {
            Run last = runs.isEmpty() ? new Run(0, 0, 0) : runs.getLast();
            if (last.length > 0 && pair.in == last.in + last.length && pair.out == last.out + last.length) {
                runs.set(runs.size() - 1, new Run(last.in, last.out, last.length + 1));
            } else {
                runs.add(new Run(pair.in, pair.out, 1));
            }
        }
        return runs;
    }

    /** The pairs of a pixel of y where pixel follows pixel and tap follows tap. */
    private static List<List<Pair>> rows(List<Pair> pairs) {
        List<List<Pair>> rows = new ArrayList<>();
        for (Pair pair : pairs) {
            Pair last = rows.isEmpty() ? null : rows.getLast().getLast();
            if (last == null || pair.in != last.in + 1 || pair.tap != last.tap + 1) {
                rows.add(new ArrayList<>());
            }
            rows.getLast().add(pair);
        }
        return rows;
    }

    /** Where the stretches of a sum start, in x and in w, and how many products they are. */
    record Stretches(int[] x, int[] w, int[] depth) {
        private Stretches(int count) {
            this(new int[count], new int[count], new int[count]);
        }
    }
}
