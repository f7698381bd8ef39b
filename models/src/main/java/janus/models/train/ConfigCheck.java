package janus.models.train;

import janus.celeba.DataException;
import java.util.List;
import java.util.Map;

/** Ranges and choices of every key. */
final class ConfigCheck {
    private ConfigCheck() {}

    static void check(Config config) {
        check(!config.models().isEmpty(), "models", config.models(), "at least one of " + Config.MODELS);
        config.models().forEach(model -> choice("models", model, Config.MODELS));
        check(
                config.models().stream().distinct().count() == config.models().size(),
                "models",
                config.models(),
                "each once");
        check(config.data());
        check(config.network());
        choice("loss.landmarks", config.loss().landmarks(), List.of("mse", "smooth-l1"));
        atLeast("loss.beta", config.loss().beta(), Double.MIN_NORMAL);
        config.loss().weights().forEach((task, weight) -> {
            choice("loss.weights", task, List.of("attributes", "landmarks"));
            atLeast("loss.weights." + task, weight, 0);
        });
        check(config.optimizer());
        atLeast("stopping.patience", config.stopping().patience(), 0);
        choice("stopping.restore", config.stopping().restore(), List.of("best", "last"));
        atLeast("saving.minutes", config.saving().minutes(), 0);
        atLeast("saving.steps", config.saving().steps(), 0);
        atLeast("saving.keep", config.saving().keep(), 2);
    }

    private static void check(Config.Data data) {
        within("data.size", data.size(), 16, 1024);
        atLeast("data.limit", data.limit(), 0);
        within("data.threads", data.threads(), 0, 256);
        check(data.mean().size() == 3, "data.mean", data.mean(), "three numbers");
        check(data.deviation().size() == 3, "data.deviation", data.deviation(), "three numbers");
        data.deviation().forEach(deviation -> atLeast("data.deviation", deviation, 1e-6));
        within("data.augmentation.degrees", data.augmentation().degrees(), 0, 180);
        within("data.augmentation.scale", data.augmentation().scale(), 0, .9);
        within("data.augmentation.shift", data.augmentation().shift(), 0, 1);
        atLeast("data.synthetic.train", data.synthetic().train(), 1);
        atLeast("data.synthetic.validation", data.synthetic().validation(), 1);
        atLeast("data.synthetic.test", data.synthetic().test(), 1);
        within("data.synthetic.sharing", data.synthetic().sharing(), 0, 4);
        within("data.synthetic.conflict", data.synthetic().conflict(), 0, 4);
    }

    private static void check(Config.Network network) {
        within("network.width", network.width(), 1.0 / 16, 8);
        choice("network.frozenStatistics", network.frozenStatistics(), List.of("batch", "running"));
        within("network.pointSpread", network.pointSpread(), 0, 1);
    }

    private static void check(Config.Optimization optimizer) {
        choice("optimizer.name", optimizer.name(), List.of("sgd", "adam", "adamw"));
        choice("optimizer.schedule", optimizer.schedule(), List.of("constant", "cosine", "exponential"));
        atLeast("optimizer.rate", optimizer.rate(), 0);
        for (Map.Entry<String, Double> rate : optimizer.rates().entrySet()) {
            choice("optimizer.rates", rate.getKey(), Config.MODELS);
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

    private static void atLeast(String key, double value, double least) {
        check(value >= least && value < Double.POSITIVE_INFINITY, key, value, "a number of at least " + least);
    }

    private static void within(String key, double value, double least, double most) {
        check(value >= least && value <= most, key, value, "a number from " + least + " to " + most);
    }

    private static void choice(String key, String value, List<String> choices) {
        check(choices.contains(value), key, value, "one of " + String.join(", ", choices));
    }

    private static void check(boolean good, String key, Object value, String rule) {
        if (!good) {
            throw new DataException("configuration: " + key + " is " + value + "; give " + rule);
        }
    }
}
