package janus.models.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** All comparisons of a study, for people and for programs. */
final class StudyPage {
    private StudyPage() {}

    static String text(StudyFolder folder, List<Judgement> judgements) {
        StringBuilder page = new StringBuilder(folder.plan().title() + "\nplan sha256:" + folder.hash() + "\n");
        judgements.forEach(judgement -> page.append('\n').append(VerdictPage.comparison(judgement)));
        if (judgements.size() > 1) {
            page.append("\nthe first comparison is the study's verdict; the others explore, each judged alone\n");
        }
        Judgement first = judgements.getFirst();
        page.append('\n').append(VerdictPage.notes(first.calibration(), first.synthetic()));
        return page.toString();
    }

    static String json(StudyFolder folder, List<Judgement> judgements) {
        ObjectNode root = VerdictPage.object();
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
        return VerdictPage.json(root);
    }
}
