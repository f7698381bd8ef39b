package janus.models.study;

import janus.celeba.FaceData;
import janus.celeba.Progress;
import janus.models.train.Environment;
import janus.models.train.Faces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Studies whose answers are known: what a frozen trunk cannot tell apart, one arm that differs from itself by its seeds
 * alone, a factor that the tasks share where labels are scarce, and one they fight over where there is little room. Their
 * settings were chosen on other seeds, of training and of the generator, than they use.
 */
public final class Controls {
    private static final int STUDIES = 1_000;
    private static final int IMAGES = 250;

    private final StudyFolder frozen;
    private final StudyFolder same;
    private final StudyFolder shared;
    private final StudyFolder conflict;
    private final Path path;

    private Controls(Path path) throws IOException {
        this.path = path;
        this.frozen = begin("frozen");
        this.same = begin("same");
        this.shared = begin("shared");
        this.conflict = begin("conflict");
    }

    /** In {@code path}, new or as they were left. */
    public static Controls in(Path path) throws IOException {
        return new Controls(path);
    }

    private StudyFolder begin(String name) throws IOException {
        return StudyFolder.begin(path.resolve(name), Plans.control(name));
    }

    /** The studies, whose runs are to be made. */
    public List<StudyFolder> folders() {
        return List.of(frozen, same, shared, conflict);
    }

    /** Looks at all answers and keeps them as the record of this code. */
    public Calibration judge(String device, Progress progress) throws IOException {
        List<Endpoint> endpoints = same.plan().endpoints();
        List<Control> controls = new ArrayList<>();
        controls.add(FrozenNull.of(frozen));
        RunScores runs = scores(same, "two-head", progress);
        controls.add(SameArm.of(runs, endpoints));
        controls.add(nulls(endpoints, runs, progress).control());
        controls.add(known(shared, Verdict.Overall.BETTER, progress));
        controls.add(known(conflict, Verdict.Overall.WORSE, progress));
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Calibration calibration = new Calibration(Environment.code(), device, now, controls);
        calibration.write(path);
        return calibration;
    }

    /** Scatter between runs of one arm, or between two real arms where that is larger. */
    private NullSimulation nulls(List<Endpoint> endpoints, RunScores runs, Progress progress) throws IOException {
        RunScores a = scores(shared, "two-head", progress);
        RunScores b = scores(shared, "single", progress);
        int[] order = IntStream.range(0, runs.accuracy().length).toArray();
        List<NullSimulation.Components> components = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            double[][] one = RunScores.differences(runs.of(endpoint), order);
            double[][] two = RunScores.differences(a.of(endpoint), b.of(endpoint));
            components.add(NullSimulation.Components.of(one).or(NullSimulation.Components.of(two)));
        }
        int seeds = shared.plan().seeds().size();
        return NullSimulation.of(endpoints, components, seeds, IMAGES, STUDIES, 1);
    }

    private static RunScores scores(StudyFolder folder, String arm, Progress progress) throws IOException {
        try (FaceData data = Faces.labels(folder.plan().training(), progress)) {
            return RunScores.of(ArmFolder.open(folder.arm(arm), List.of()), data);
        }
    }

    private static Control known(StudyFolder folder, Verdict.Overall expected, Progress progress) throws IOException {
        try (FaceData data = Faces.labels(folder.plan().training(), progress)) {
            Judgement judgement = Study.judge(folder, data, Calibration.NONE).getFirst();
            Verdict verdict = judgement.verdict();
            return new Control(
                    folder.plan().title(),
                    verdict.overall() == expected,
                    verdict.text() + "; must be " + expected + "; " + VerdictPage.effects(judgement));
        }
    }
}
