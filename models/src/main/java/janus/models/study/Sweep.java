package janus.models.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.models.weights.Durable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What all studies of a sweep say: at each setting the candidate against its first reference.
 *
 * @param judged what the studies that are finished say, by their setting in the plan's order
 * @param missing why the other settings have no judgement, one line each
 */
public record Sweep(StudyFolder folder, SequencedMap<Setting, Judgement> judged, Map<Setting, String> missing) {
    /** What may not be concluded from all of them together. */
    public static final String DESCRIPTIVE = "Each value’s verdict is corrected for its endpoints within its own study "
            + "only; the sweep is descriptive.";

    public Sweep {
        List<Setting> all = folder.plan().sweep();
        if (judged.isEmpty()
                || judged.size() + missing.size() != all.size()
                || !all.stream().allMatch(setting -> judged.containsKey(setting) != missing.containsKey(setting))) {
            throw new IllegalArgumentException("Sweep: of " + all + " each with a judgement, one at least, or the "
                    + "reason for none, given " + judged.keySet() + " and " + missing);
        }
    }

    /** Whose studies are judged, in the plan's order. */
    public List<Setting> settings() {
        return List.copyOf(judged.keySet());
    }

    /** What each of {@link #settings} says. */
    public List<Judgement> judgements() {
        return List.copyOf(judged.values());
    }

    public String candidate() {
        return folder.plan().candidate();
    }

    public String reference() {
        return folder.plan().references().getFirst();
    }

    /** Whether any study saw drawn faces: a sweep may be over data sets. */
    public boolean drawn() {
        return judgements().stream().anyMatch(Judgement::synthetic);
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
        for (Setting setting : folder.plan().sweep()) {
            Judgement judgement = at(setting);
            page.append(setting.text()).append(": ");
            page.append(judgement == null ? gap(setting) : judgement.said()).append('\n');
            for (int k = 0; judgement != null && k < judgement.results().size(); k++) {
                page.append(line(judgement, k));
            }
        }
        page.append('\n').append(DESCRIPTIVE).append('\n');
        return page.append(VerdictPage.notes(calibration(), drawn())).toString();
    }

    /** What the controls say of all its runs. */
    public Calibration calibration() {
        return judgements().stream()
                .map(Judgement::calibration)
                .filter(calibration -> !calibration.known())
                .findFirst()
                .orElse(judged.firstEntry().getValue().calibration());
    }

    /** What {@code setting}'s study says; null where it is {@link #missing}. */
    public @Nullable Judgement at(Setting setting) {
        return judged.get(setting);
    }

    /** That {@code setting} has no verdict, and why. */
    public String gap(Setting setting) {
        return "no verdict: " + missing.get(setting);
    }

    private static String line(Judgement judgement, int index) {
        Judgement.Result result = judgement.results().get(index);
        Interval interval = result.interval(.95);
        return String.format(
                Locale.ROOT,
                "  %-10s %8.3f  %8.3f  %+8.3f   %-18s  %s%n",
                result.endpoint().name() + " %",
                result.first(),
                result.second(),
                result.effect(),
                interval == null ? "" : VerdictPage.interval(interval),
                judgement.decision(index));
    }

    private String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("title", folder.plan().title());
        root.put("plan_sha256", folder.hash());
        root.put("candidate", candidate());
        root.put("reference", reference());
        root.put("sweep", judged.firstEntry().getKey().key());
        for (Setting setting : folder.plan().sweep()) {
            ObjectNode study = root.withArray("studies").addObject();
            study.put("folder", setting.folder());
            setting.keys().forEach(study.putObject("settings")::set);
            Judgement judgement = at(setting);
            if (judgement == null) {
                study.put("missing", missing.get(setting));
            } else {
                VerdictPage.add(study, judgement);
            }
        }
        return root.toPrettyString() + "\n";
    }
}
