package janus.models.study;

import janus.celeba.DataException;
import janus.models.train.ConfigTree;
import java.util.Set;

/** Whether a plan can be judged at its end. */
record PlanCheck(ConfigTree tree, int leastArms) {
    private static final Set<String> ENDPOINTS = Set.of("accuracy", "nme");

    /** @throws DataException for the first thing that does not fit, naming where it was given */
    void check(Plan plan) {
        check(
                plan.arms().size() >= leastArms,
                "arms",
                plan.arms().keySet(),
                "two or more: one to judge, one to compare with");
        plan.arms()
                .keySet()
                .forEach(arm -> check(
                        arm.matches("[A-Za-z0-9._-]+"), "arms", arm, "names of letters, digits, '-', '_' and '.'"));
        plan.arms().forEach((arm, keys) -> keys.keySet()
                .forEach(key -> check(
                        Plans.KEYS.contains(key),
                        "arms." + arm,
                        key,
                        "keys that arms may differ in: "
                                + String.join(", ", Plans.KEYS.stream().sorted().toList()))));
        check(!plan.seeds().isEmpty(), "seeds", plan.seeds(), "one or more");
        check(plan.seeds().stream().distinct().count() == plan.seeds().size(), "seeds", plan.seeds(), "each once");
        check(
                plan.seeds().size() <= SignFlip.MOST,
                "seeds",
                plan.seeds().size() + " of them",
                "at most " + SignFlip.MOST + ": the exact test takes no more");
        check(
                plan.margins().keySet().equals(ENDPOINTS),
                "margins",
                plan.margins().keySet(),
                "one for accuracy and one for nme");
        plan.margins()
                .forEach((name, margin) ->
                        check(margin > 0 && margin < 100, "margins." + name, margin, "percentage points above 0"));
        check(
                plan.expected().keySet().equals(plan.margins().keySet()),
                "expected",
                plan.expected().keySet(),
                "seeds and images for accuracy and for nme");
        plan.expected()
                .forEach((name, scatter) -> check(
                        scatter.seeds() >= 0 && scatter.images() >= 0,
                        "expected." + name,
                        scatter,
                        "percentage points from 0"));
        plan.arms().keySet().forEach(arm -> plan.config(arm, plan.seeds().getFirst()));
    }

    private void check(boolean good, String key, Object value, String rule) {
        if (!good) {
            throw new DataException(tree.place(key) + ": " + key + " is " + value + "; give " + rule);
        }
    }
}
