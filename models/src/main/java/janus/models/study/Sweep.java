package janus.models.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.models.weights.Durable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What all studies of a sweep say: at each setting the candidate against its first reference.
 *
 * @param judgements in the order of the plan's settings
 */
public record Sweep(StudyFolder folder, List<Judgement> judgements) {
    /** What may not be concluded from all of them together. */
    public static final String DESCRIPTIVE = "Each value’s verdict is corrected for its endpoints within its own study "
            + "only; the sweep is descriptive.";

    public Sweep {
        if (judgements.size() != folder.plan().sweep().size()) {
            throw new IllegalArgumentException(
                    "Sweep: a judgement for each of " + folder.plan().sweep() + ", given " + judgements.size());
        }
    }

    public List<Setting> settings() {
        return folder.plan().sweep();
    }

    public String candidate() {
        return folder.plan().candidate();
    }

    public String reference() {
        return folder.plan().references().getFirst();
    }

    /** Writes {@code verdict.txt} and {@code verdict.json} into the folder. */
    public void write() throws IOException {
        Durable.write(folder.path().resolve("verdict.txt"), text());
        Durable.write(folder.path().resolve("verdict.json"), json());
    }

    private String text() {
        StringBuilder page = new StringBuilder(folder.plan().title() + "\nplan sha256:" + folder.hash() + "\n\n");
        page.append("A  ")
                .append(candidate())
                .append("\nB  ")
                .append(reference())
                .append("\n\n");
        page.append("                    A         B     A - B   95 % interval\n");
        for (int i = 0; i < judgements.size(); i++) {
            Judgement judgement = judgements.get(i);
            page.append(settings().get(i).text()).append(": ");
            page.append(judgement.verdict().said()).append('\n');
            for (int k = 0; k < judgement.results().size(); k++) {
                page.append(line(judgement, k));
            }
        }
        page.append('\n').append(DESCRIPTIVE).append('\n');
        return page.append(VerdictPage.notes(judgements.getFirst())).toString();
    }

    private static String line(Judgement judgement, int index) {
        Judgement.Result result = judgement.results().get(index);
        Evidence evidence = result.evidence();
        return String.format(
                Locale.ROOT,
                "  %-10s %8.3f  %8.3f  %+8.3f   %-18s  %s%n",
                result.endpoint().name() + " %",
                result.first(),
                result.second(),
                result.first() - result.second(),
                evidence == null ? "" : VerdictPage.interval(evidence.crossed().interval(.95)),
                judgement.decision(index));
    }

    private String json() {
        ObjectNode root = VerdictPage.object();
        root.put("title", folder.plan().title());
        root.put("plan_sha256", folder.hash());
        root.put("candidate", candidate());
        root.put("reference", reference());
        root.put("sweep", settings().getFirst().key());
        for (int i = 0; i < judgements.size(); i++) {
            ObjectNode study = root.withArray("studies").addObject();
            study.put("folder", settings().get(i).folder());
            settings().get(i).keys().forEach(study.putObject("settings")::set);
            VerdictPage.add(study, judgements.get(i));
        }
        return VerdictPage.json(root);
    }
}
