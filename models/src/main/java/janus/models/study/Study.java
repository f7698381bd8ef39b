package janus.models.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Durable.write(folder.path().resolve("verdict.txt"), text(folder, judgements));
        Durable.write(folder.path().resolve("verdict.json"), json(folder, judgements));
    }

    private static String text(StudyFolder folder, List<Judgement> judgements) {
        StringBuilder page = new StringBuilder(folder.plan().title() + "\nplan sha256:" + folder.hash() + "\n");
        judgements.forEach(judgement -> page.append('\n').append(VerdictPage.comparison(judgement)));
        if (judgements.size() > 1) {
            page.append("\nthe first comparison is the study's verdict; the others explore, each judged alone\n");
        }
        Judgement first = judgements.getFirst();
        page.append('\n').append(VerdictPage.notes(first.calibration(), first.synthetic()));
        return page.toString();
    }

    private static String json(StudyFolder folder, List<Judgement> judgements) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("title", folder.plan().title());
        root.put("plan_sha256", folder.hash());
        root.put("candidate", folder.plan().candidate());
        root.put(
                "verdict",
                judgements.getFirst().scope() + judgements.getFirst().verdict().overall());
        for (int i = 0; i < judgements.size(); i++) {
            ObjectNode comparison = root.withArray("comparisons").addObject();
            comparison.put("reference", folder.plan().references().get(i));
            VerdictPage.add(comparison, judgements.get(i));
        }
        return root.toPrettyString() + "\n";
    }
}
