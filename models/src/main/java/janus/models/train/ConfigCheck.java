package janus.models.train;

import janus.celeba.DataException;
import janus.models.ResNet18;
import janus.models.balance.Weightings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Ranges and choices of every key. */
record ConfigCheck(Origins origins) {
    /** Names of models, of a trunk's layers, and of a run's folders. */
    private static final List<String> TAKEN = List.of(
            Config.TWO_HEAD,
            Config.ATTRIBUTES,
            Config.LANDMARKS,
            "conv1",
            "bn1",
            "layer1",
            "layer2",
            "layer3",
            "layer4",
            "checkpoints");

    /** @throws DataException for the first value outside its range, naming where it was given */
    void check(Config config) {
        check(!config.models().isEmpty(), "models", config.models(), "at least one of " + Config.MODELS);
        checkGroups(config.network().groups(), config.data().attributes());
        config.models()
                .forEach(model -> choice("models", model, config.network().modelNames()));
        distinct("models", config.models());
        check(config.data());
        check(config.network());
        check(config.loss(), config.network());
        if (!config.loss().weighting().equals(Weightings.EQUAL)) {
            checkWeighting(config);
        }
        check(config.optimizer(), config.network());
        atLeast("stopping.patience", config.stopping().patience(), 0);
        choice("stopping.restore", config.stopping().restore(), List.of("best", "last"));
        atLeast("saving.minutes", config.saving().minutes(), 0);
        atLeast("saving.steps", config.saving().steps(), 0);
        atLeast("saving.keep", config.saving().keep(), 2);
        checkDiagnostics(config);
    }

    private void check(Config.Data data) {
        within("data.size", data.size(), 16, 1024);
        atLeast("data.limit", data.limit(), 0);
        check(
                data.fraction() > 0 && data.fraction() <= 1,
                "data.fraction",
                data.fraction(),
                "a number above 0, up to 1");
        within("data.threads", data.threads(), 0, 256);
        distinct("data.attributes", data.attributes());
        distinct("data.points", data.points());
        check(data.mean().size() == 3, "data.mean", data.mean(), "three numbers");
        check(data.deviation().size() == 3, "data.deviation", data.deviation(), "three numbers");
        data.deviation().forEach(deviation -> atLeast("data.deviation", deviation, 1e-6));
        data.mean().forEach(mean -> within("data.mean", mean, -1e6, 1e6));
        check(data.synthetic());
        within("data.labelled.attributes", data.labelled().attributes(), 0.001, 1);
        within("data.labelled.landmarks", data.labelled().landmarks(), 0.001, 1);
        within("data.augmentation.degrees", data.augmentation().degrees(), 0, 180);
        within("data.augmentation.scale", data.augmentation().scale(), 0, .9);
        within("data.augmentation.shift", data.augmentation().shift(), 0, 1);
    }

    private void check(Config.Synthetic synthetic) {
        within("data.synthetic.train", synthetic.train(), 1, 900_000);
        within("data.synthetic.validation", synthetic.validation(), 1, 40_000);
        within("data.synthetic.test", synthetic.test(), 1, 40_000);
        within("data.synthetic.labelNoise", synthetic.labelNoise(), 0, 5);
        within("data.synthetic.sharing", synthetic.sharing(), 0, 4);
        within("data.synthetic.conflict", synthetic.conflict(), 0, 4);
    }

    private void check(Config.Network network) {
        within("network.width", network.width(), 1.0 / 16, 8);
        choice("network.frozenStatistics", network.frozenStatistics(), List.of("batch", "running"));
        within("network.pointSpread", network.pointSpread(), 0, 1);
        choice("network.tasks", network.tasks(), List.of("grouped", "separate"));
        within("network.split", network.split(), 0, ResNet18.STAGES);
    }

    private void checkGroups(Map<String, List<String>> groups, List<String> learned) {
        Set<String> seen = new HashSet<>();
        groups.forEach((name, attributes) -> {
            String key = "network.groups." + name;
            check(name.matches("[A-Za-z][\\w-]*"), key, name, "a name of letters, digits, '-' and '_'");
            check(!TAKEN.contains(name), key, name, "a name that is not one of " + String.join(", ", TAKEN));
            check(!attributes.isEmpty(), key, attributes, "at least one attribute");
            for (String attribute : attributes) {
                check(seen.add(attribute), key, attributes, "each attribute once: " + attribute + " is there before");
                boolean known = learned.isEmpty() || learned.contains(attribute);
                check(known, key, attributes, "attributes that data.attributes has: " + String.join(", ", learned));
            }
        });
    }

    private void check(Config.Loss loss, Config.Network network) {
        choice("loss.landmarks", loss.landmarks(), List.of("mse", "smooth-l1"));
        atLeast("loss.beta", loss.beta(), 1e-9);
        List<String> tasks = Stream.concat(Stream.of(Config.ATTRIBUTES), network.taskNames().stream())
                .distinct()
                .toList();
        loss.weights().forEach((task, weight) -> {
            choice("loss.weights." + task, task, tasks);
            atLeast("loss.weights." + task, weight, 0);
        });
        choice("loss.weighting", loss.weighting(), Weightings.names());
        choice("loss.gradients", loss.gradients(), List.of("auto", "features", "parameters"));
        if (!Weightings.usesGradients(loss.weighting())) {
            String rule = "auto, since weighting " + loss.weighting() + " looks at no gradients";
            check(loss.gradients().equals("auto"), "loss.gradients", loss.gradients(), rule);
        }
    }

    private void checkWeighting(Config config) {
        Config.Loss loss = config.loss();
        String name = loss.weighting();
        boolean separate = config.network().tasks().equals("separate");
        boolean several = config.models().stream()
                .anyMatch(model -> model.equals(Config.TWO_HEAD)
                        || (separate && !model.equals(Config.LANDMARKS))
                        || (model.equals(Config.ATTRIBUTES)
                                && config.network().groups().size() > 1));
        check(several, "loss.weighting", name, "equal, since each of models " + config.models() + " has one loss");
        loss.weights()
                .forEach((task, weight) -> check(
                        weight > 0,
                        "loss.weights." + task,
                        plain(weight),
                        "a number above 0, since weighting " + name + " can weigh no loss that counts nothing"));
        boolean frozen = config.network().frozen() && Weightings.usesGradients(name);
        check(!frozen, "loss.weighting", name, "one that needs no gradients, since the frozen trunk shares none");
        boolean apart = sharesNothing(config) && Weightings.usesGradients(name);
        check(!apart, "loss.weighting", name, "one that needs no gradients, since with split 0 tasks share nothing");
        boolean contrary = Weightings.isOfFeatures(name) && loss.gradients().equals("parameters");
        check(
                !contrary,
                "loss.gradients",
                loss.gradients(),
                "auto, or weighting mgda: mgda-ub is mgda in the features");
    }

    /** Whether a model of several heads has nothing in common but the images. */
    private static boolean sharesNothing(Config config) {
        boolean groups = config.models().contains(Config.ATTRIBUTES)
                && config.network().groups().size() > 1;
        return config.network().split() == 0 && (groups || config.models().contains(Config.TWO_HEAD));
    }

    private void checkDiagnostics(Config config) {
        int every = config.diagnostics().every();
        atLeast("diagnostics.every", every, 0);
        boolean frozen = every > 0 && config.network().frozen();
        check(!frozen, "diagnostics.every", every, "0, since a frozen trunk has no gradients");
        boolean apart = every > 0 && sharesNothing(config);
        check(!apart, "diagnostics.every", every, "0, since with split 0 tasks share nothing");
    }

    private void check(Config.Optimization optimizer, Config.Network network) {
        choice("optimizer.name", optimizer.name(), List.of("sgd", "adam", "adamw"));
        choice("optimizer.schedule", optimizer.schedule(), List.of("constant", "cosine", "exponential"));
        atLeast("optimizer.rate", optimizer.rate(), 0);
        for (Map.Entry<String, Double> rate : optimizer.rates().entrySet()) {
            choice("optimizer.rates." + rate.getKey(), rate.getKey(), network.modelNames());
            atLeast("optimizer.rates." + rate.getKey(), rate.getValue(), 0);
        }
        within("optimizer.momentum", optimizer.momentum(), 0, 1);
        atLeast("optimizer.decay", optimizer.decay(), 0);
        atLeast("optimizer.clip", optimizer.clip(), 0);
        within("optimizer.gamma", optimizer.gamma(), 0, 1);
        atLeast("optimizer.warmup", optimizer.warmup(), 0);
        within("optimizer.average", optimizer.average(), 0, 1 - 1e-9);
        atLeast("optimizer.batch", optimizer.batch(), 1);
        atLeast("optimizer.epochs", optimizer.epochs(), 1);
    }

    private void atLeast(String key, double value, double least) {
        boolean good = value >= least && value < Double.POSITIVE_INFINITY;
        check(good, key, plain(value), "a number of at least " + plain(least));
    }

    private void within(String key, double value, double least, double most) {
        boolean good = value >= least && value <= most;
        check(good, key, plain(value), "a number from " + plain(least) + " to " + plain(most));
    }

    private void distinct(String key, List<String> names) {
        check(names.stream().distinct().count() == names.size(), key, names, "each once");
    }

    private void choice(String key, String value, List<String> choices) {
        check(choices.contains(value), key, value, "one of " + String.join(", ", choices));
    }

    private void check(boolean good, String key, Object value, String rule) {
        if (!good) {
            throw new DataException(origins.of(key) + ": " + key + " is " + value + "; give " + rule);
        }
    }

    private static String plain(double value) {
        return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
    }
}
