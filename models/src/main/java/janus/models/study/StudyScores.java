package janus.models.study;

import janus.celeba.FaceData;
import janus.models.report.FaceGallery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a study's predictions say beside its verdicts. Each file is read once.
 *
 * @param seeds the folders' names, in the order of all values that are by seed
 * @param arms the candidate, then each reference
 * @param comparisons the candidate with each reference
 * @param rows the test images, as rows of the data
 * @param guesses of the candidate and the first reference with the first seed
 */
public record StudyScores(
        List<String> seeds,
        List<Arm> arms,
        List<LabelComparison> comparisons,
        int[] rows,
        List<FaceGallery.Guess> guesses) {
    /** Accuracy and NME of each seed, in %; null where nothing is predicted. */
    public record Arm(String name, double @Nullable [] accuracy, double @Nullable [] nme) {}

    private record Read(Arm arm, PredictionTable first, List<Answers> answers) {}

    /** From the folders of {@code judgements}, which have one candidate. */
    public static StudyScores of(List<Judgement> judgements, FaceData data) throws IOException {
        ArmFolder candidate = judgements.getFirst().first();
        List<String> seeds = candidate.seeds().stream()
                .map(seed -> seed.getFileName().toString())
                .toList();
        List<Read> read = new ArrayList<>(List.of(read(candidate, data)));
        for (Judgement judgement : judgements) {
            read.add(read(judgement.second(), data));
        }
        Read judged = read.getFirst();
        List<LabelComparison> comparisons = read.stream()
                .skip(1)
                .map(reference -> LabelComparison.of(seeds, judged.answers, reference.answers))
                .toList();
        List<FaceGallery.Guess> guesses = read.stream()
                .limit(2)
                .map(arm -> guess(arm.arm.name, arm.first, data))
                .toList();
        List<Arm> arms = read.stream().map(Read::arm).toList();
        return new StudyScores(seeds, arms, comparisons, ImageScores.rows(judged.first, data), guesses);
    }

    private static Read read(ArmFolder folder, FaceData data) throws IOException {
        PredictionTable first = folder.read(0);
        List<Answers> answers = new ArrayList<>();
        List<ImageScores> scores = new ArrayList<>();
        for (int seed = 0; seed < folder.seeds().size(); seed++) {
            PredictionTable table = seed == 0 ? first : folder.read(seed);
            answers.add(Answers.of(table, data));
            scores.add(ImageScores.of(table, data));
        }
        Arm arm = new Arm(folder.path().getFileName().toString(), means(scores, true), means(scores, false));
        return new Read(arm, first, answers);
    }

    private static double @Nullable [] means(List<ImageScores> seeds, boolean accuracy) {
        double[] means = new double[seeds.size()];
        for (int seed = 0; seed < means.length; seed++) {
            double[] images =
                    accuracy ? seeds.get(seed).accuracy() : seeds.get(seed).nme();
            if (images == null) {
                return null;
            }
            means[seed] =
                    DoubleStream.of(images).filter(Double::isFinite).average().orElse(Double.NaN);
        }
        return means;
    }

    private static FaceGallery.Guess guess(String name, PredictionTable table, FaceData data) {
        List<String> points = new ArrayList<>();
        data.points().forEach(point -> points.addAll(List.of(point + "_x", point + "_y")));
        float[] coordinates = columns(table, points);
        for (int i = 0; coordinates != null && i < coordinates.length; i++) {
            coordinates[i] /= i % 2 == 0 ? data.width() : data.height();
        }
        return new FaceGallery.Guess(name, columns(table, data.attributes()), coordinates);
    }

    /** [images][names], NaN where a name is not predicted; null where none is. */
    private static float @Nullable [] columns(PredictionTable table, List<String> names) {
        float[] values = new float[table.images().size() * names.size()];
        Arrays.fill(values, Float.NaN);
        boolean any = false;
        for (int j = 0; j < names.size(); j++) {
            float[] column = table.column(names.get(j));
            any |= column != null;
            for (int i = 0; column != null && i < column.length; i++) {
                values[i * names.size() + j] = column[i];
            }
        }
        return any ? values : null;
    }
}
