package janus.models.study;

import janus.celeba.FaceData;
import janus.models.weights.Durable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What comes of a study whose runs are finished. */
public final class Study {
    private Study() {}

    /** The candidate against each reference, in the plan's order, by the path that {@code verdict} takes too. */
    public static List<Judgement> judge(StudyFolder folder, FaceData data, Calibration calibration) throws IOException {
        Plan plan = folder.plan();
        List<Judgement> judgements = new ArrayList<>();
        ArmFolder candidate = ArmFolder.open(folder.arm(plan.candidate()), List.of());
        for (String reference : plan.references()) {
            Set<String> free = new HashSet<>(plan.keys(plan.candidate()));
            free.addAll(plan.keys(reference));
            Judgement.Terms terms = new Judgement.Terms(plan.endpoints(), free, calibration);
            judgements.add(Judgement.of(candidate, ArmFolder.open(folder.arm(reference), List.of()), data, terms));
        }
        return judgements;
    }

    /** Writes {@code verdict.txt} and {@code verdict.json} into the folder. */
    public static void write(StudyFolder folder, List<Judgement> judgements) throws IOException {
        Durable.write(folder.path().resolve("verdict.txt"), StudyPage.text(folder, judgements));
        Durable.write(folder.path().resolve("verdict.json"), StudyPage.json(folder, judgements));
    }
}
