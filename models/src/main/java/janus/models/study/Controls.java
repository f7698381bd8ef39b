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
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Studies whose answers are known: what a frozen trunk cannot tell apart, one arm that differs from itself by its seeds
 * alone, a factor that the tasks share where points are scarce, and one they fight over where there is little room.
 * Each knob of the generator moves the first gain: without the shared factor it must be less, and so where the factor
 * works against itself. Their settings were chosen on other seeds, of training and of the generator, than they use.
 */
public final class Controls {
    /** Of all controls, in the order of a record. */
    static final List<String> NAMES = List.of(
            "frozen trunk",
            "one arm twice",
            "drawn nulls",
            "shared factor, scarce points",
            "conflicting factor, tight capacity",
            "sharing, from none to all",
            "conflict, from none to all");

    private static final int STUDIES = 1_000;
    private static final int IMAGES = 250;

    private final StudyFolder frozen;
    private final StudyFolder same;
    private final StudyFolder shared;
    private final StudyFolder unshared;
    private final StudyFolder opposed;
    private final StudyFolder conflict;
    private final Path path;

    /** A control's plan by its name, with settings that replace its own. */
    interface Source {
        Plan plan(String name, Map<String, String> overrides) throws IOException;
    }

    /** In {@code path}, new or as they were left; {@code source} has the plans. */
    Controls(Path path, Source source) throws IOException {
        this.path = path;
        this.frozen = begin("frozen", source.plan("frozen", Map.of()));
        this.same = begin("same", source.plan("same", Map.of()));
        this.shared = begin("shared", source.plan("shared", Map.of()));
        this.unshared = begin("unshared", source.plan("shared", Map.of("data.synthetic.sharing", "0")));
        this.opposed = begin("opposed", source.plan("shared", Map.of("data.synthetic.conflict", "4")));
        this.conflict = begin("conflict", source.plan("conflict", Map.of()));
    }

    /** In {@code path}, new or as they were left. */
    public static Controls in(Path path) throws IOException {
        return new Controls(path, Plans::control);
    }

    private StudyFolder begin(String name, Plan plan) throws IOException {
        return StudyFolder.begin(path.resolve(name), plan);
    }

    /** The studies, whose runs are to be made. */
    public List<StudyFolder> folders() {
        return List.of(frozen, same, shared, unshared, opposed, conflict);
    }

    /** Looks at all answers and keeps them as the record of this code. */
    public Calibration judge(String device, Progress progress) throws IOException {
        List<Endpoint> endpoints = same.plan().endpoints();
        List<Control> controls = new ArrayList<>();
        controls.add(FrozenNull.of(frozen));
        RunScores runs = scores(same, "two-head", progress);
        controls.add(SameArm.of(runs, endpoints));
        controls.add(nulls(endpoints, runs, progress).control());
        Judgement together = judge(shared, progress);
        controls.add(known(shared, together, Verdict.Overall.BETTER));
        controls.add(known(conflict, judge(conflict, progress), Verdict.Overall.WORSE));
        Judgement.Result gain = together.results().getFirst();
        controls.add(Trend.of("sharing, from none to all", first(unshared, progress), gain, true));
        controls.add(Trend.of("conflict, from none to all", gain, first(opposed, progress), false));
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Calibration calibration = new Calibration(Environment.code(), device, now, controls);
        calibration.write(path);
        return calibration;
    }

    private NullSimulation nulls(List<Endpoint> endpoints, RunScores runs, Progress progress) throws IOException {
        List<NullSimulation.Components> components = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            components.add(scatter(endpoint, runs, progress));
        }
        int seeds = shared.plan().seeds().size();
        return NullSimulation.of(endpoints, components, seeds, IMAGES, STUDIES, 1);
    }

    /** Between runs of one arm, or between the arms of a study about the endpoint where that is larger. */
    NullSimulation.Components scatter(Endpoint endpoint, RunScores runs, Progress progress) throws IOException {
        int[] order = IntStream.range(0, runs.accuracy().length).toArray();
        NullSimulation.Components largest =
                NullSimulation.Components.of(RunScores.differences(runs.of(endpoint), order));
        for (StudyFolder arms : List.of(shared, conflict)) {
            if (decides(arms, endpoint)) {
                largest = largest.or(NullSimulation.Components.of(RunScores.differences(
                        scores(arms, "two-head", progress).of(endpoint),
                        scores(arms, "single", progress).of(endpoint))));
            }
        }
        return largest;
    }

    private static boolean decides(StudyFolder folder, Endpoint endpoint) {
        return folder.plan().endpoints().stream().anyMatch(own -> own.key().equals(endpoint.key()));
    }

    static RunScores scores(StudyFolder folder, String arm, Progress progress) throws IOException {
        try (FaceData data = Faces.labels(folder.plan().training(), progress)) {
            return RunScores.of(ArmFolder.open(folder.arm(arm), List.of()), data);
        }
    }

    static Judgement judge(StudyFolder folder, Progress progress) throws IOException {
        try (FaceData data = Faces.labels(folder.plan().training(), progress)) {
            return Study.judge(folder, data, Calibration.NONE).getFirst();
        }
    }

    private static Judgement.Result first(StudyFolder folder, Progress progress) throws IOException {
        return judge(folder, progress).results().getFirst();
    }

    private static Control known(StudyFolder folder, Judgement judgement, Verdict.Overall expected) {
        Verdict verdict = judgement.verdict();
        return new Control(
                folder.plan().title(),
                verdict.overall() == expected,
                verdict.text() + "; must be " + expected + "; " + VerdictPage.effects(judgement));
    }
}
