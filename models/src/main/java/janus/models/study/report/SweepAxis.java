package janus.models.study.report;

import janus.models.report.Drawing;
import janus.models.report.Ink;
import janus.models.study.Setting;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the settings of a sweep stand: numbers by their size, by its logarithm where all are above 0 and the largest is
 * more than ten times the smallest; anything else side by side, in the plan's order; one alone in the middle.
 *
 * @param at pixels, in the plan's order
 */
record SweepAxis(String measures, List<String> texts, double[] at) {
    private static final double LETTER = 7.4;

    static SweepAxis of(List<Setting> settings, double start, double end) {
        int n = settings.size();
        boolean numbers = settings.stream().allMatch(setting -> setting.number().isPresent());
        double[] values = IntStream.range(0, n)
                .mapToDouble(i -> numbers ? settings.get(i).number().orElseThrow() : i)
                .toArray();
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        boolean logarithmic = numbers && least > 0 && most > 10 * least;
        double[] at = Arrays.stream(values)
                .map(value -> n == 1
                        ? .5
                        : logarithmic
                                ? Math.log(value / least) / Math.log(most / least)
                                : (value - least) / (most - least))
                .map(share -> start + share * (end - start))
                .toArray();
        String measures = settings.getFirst().key() + (logarithmic ? ", logarithmic" : "");
        return new SweepAxis(measures, settings.stream().map(Setting::value).toList(), at);
    }

    /** The settings from left to right. */
    List<Integer> order() {
        return IntStream.range(0, at.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> at[i]))
                .toList();
    }

    /** The values, but those that have no room beside the one before, and below them what they are of. */
    void draw(List<Drawing.Shape> shapes, double bottom) {
        double free = Double.NEGATIVE_INFINITY;
        List<Integer> order = order();
        for (int i : order) {
            double half = LETTER * texts.get(i).length() / 2;
            if (at[i] - half >= free) {
                shapes.add(new Drawing.Words(at[i], bottom + 18, Drawing.Anchor.MIDDLE, Ink.SOFT, false, texts.get(i)));
                free = at[i] + half + LETTER;
            }
        }
        double middle = (at[order.getFirst()] + at[order.getLast()]) / 2;
        shapes.add(new Drawing.Words(middle, bottom + 38, Drawing.Anchor.MIDDLE, Ink.SOFT, false, measures));
    }
}
