package janus.models.study;

import janus.celeba.DataException;
import janus.models.train.Config;
import janus.models.train.ConfigTree;
import java.util.List;
import java.util.Set;

/** Whether a plan can be judged at its end. */
record PlanCheck(ConfigTree tree, int leastArms) {
    private static final Set<String> ENDPOINTS = Set.of("accuracy", "nme");
    private static final String KEYS = "keys that arms may differ in: "
            + String.join(", ", Plans.KEYS.stream().sorted().toList());

    /** What no setting of a sweep can change: all studies have the plan's seeds, and one device makes their runs. */
    private static final Set<String> SHARED = Set.of("preset", "seed", "device", "kernels");

    /** @throws DataException for the first thing that does not fit, naming where it was given */
    void check(Plan plan) {
        arms(plan);
        endpoints(plan);
        sweep(plan);
        seeds(plan.seeds());
        boolean known = !plan.margins().isEmpty()
                && ENDPOINTS.containsAll(plan.margins().keySet());
        check(known, "margins", plan.margins().keySet(), "one for accuracy, for nme, or for both");
        plan.margins()
                .forEach((name, margin) ->
                        check(margin > 0 && margin < 100, "margins." + name, margin, "percentage points above 0"));
        boolean all = plan.expected().keySet().containsAll(plan.margins().keySet());
        check(all, "expected", plan.expected().keySet(), "seeds and images for all that have a margin");
        plan.expected().forEach((name, scatter) -> {
            boolean good = scatter.seeds() >= 0 && scatter.images() >= 0;
            check(good, "expected." + name, scatter, "percentage points from 0");
        });
    }

    private void arms(Plan plan) {
        Set<String> names = plan.arms().keySet();
        check(names.size() >= leastArms, "arms", names, "two or more: one to judge, one to compare with");
        plan.arms().forEach((arm, keys) -> {
            check(
                    arm.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*"),
                    "arms",
                    arm,
                    "names of letters, digits, '-', '_' and, but first, '.'");
            keys.keySet()
                    .forEach(key -> check(
                            Plans.KEYS.stream().anyMatch(free -> (key + ".").startsWith(free + ".")),
                            "arms." + arm,
                            key,
                            KEYS));
            plan.config(arm, 1);
        });
    }

    /** What some arms predict and some do not cannot be decided on: a verdict would be silent on the half left out. */
    private void endpoints(Plan plan) {
        for (Endpoint endpoint : plan.endpoints()) {
            List<String> without = plan.arms().keySet().stream()
                    .filter(arm -> !predicts(plan.config(arm, 1), endpoint))
                    .toList();
            if (!without.isEmpty() && without.size() < plan.arms().size()) {
                String arm = without.getFirst();
                List<String> models = plan.config(arm, 1).models();
                check(false, "arms." + arm, models, "models that predict " + endpoint.name() + " as others do");
            }
        }
    }

    private static boolean predicts(Config config, Endpoint endpoint) {
        return config.models().stream()
                .anyMatch(endpoint.higherIsBetter() ? Config::predictsAttributes : Config::predictsPoints);
    }

    private void sweep(Plan plan) {
        List<Setting> sweep = plan.sweep();
        check(sweep.size() != 1, "sweep", sweep, "two settings or more, or none");
        for (int i = 0; i < sweep.size(); i++) {
            Setting setting = sweep.get(i);
            List<String> keys = List.copyOf(setting.keys().keySet());
            String first = "sweep." + i + (keys.isEmpty() ? "" : "." + keys.getFirst());
            check(!keys.isEmpty(), first, "empty", "at least one key of the training with its value");
            List<String> same = List.copyOf(sweep.getFirst().keys().keySet());
            check(keys.equals(same), "sweep." + i, keys, "in every setting the keys of the first, in their order");
            for (String key : keys) {
                check(!SHARED.contains(key), "sweep." + i, key, "keys that can differ between studies");
            }
            Plan study = plan.at(setting, tree.place(first));
            plan.arms().forEach((arm, own) -> {
                own.keySet().forEach(key -> check(!setting.sets(key), "arms." + arm, key, "keys that no sweep sets"));
                study.config(arm, 1);
            });
        }
        List<String> folders = sweep.stream().map(Setting::folder).toList();
        check(folders.stream().distinct().count() == folders.size(), "sweep", folders, "each value once");
    }

    private void seeds(List<Long> seeds) {
        check(!seeds.isEmpty(), "seeds", seeds, "one or more");
        check(seeds.stream().distinct().count() == seeds.size(), "seeds", seeds, "each once");
        String most = "at most " + SignFlip.MOST + ": the exact test takes no more";
        check(seeds.size() <= SignFlip.MOST, "seeds", seeds.size() + " of them", most);
    }

    private void check(boolean good, String key, Object value, String rule) {
        if (!good) {
            throw new DataException(tree.place(key) + ": " + key + " is " + value + "; give " + rule);
        }
    }
}
