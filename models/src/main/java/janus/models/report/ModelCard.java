package janus.models.report;

import java.util.stream.Collectors;

/** What the models of a run are for, and what they are not for, as Markdown (Mitchell et al., 2019). */
final class ModelCard {
    private static final String TEXT = """
            # %s

            %s

            ## Intended use
            Research into methods: whether one network for two tasks does better than a network for each.

            ## Not for
            Decisions about people, identification, or surveillance. Attribute labels are annotators' perceptions,
            not facts about a person; `Attractive`, `Young` and `Male` in particular are judgements made by others.

            ## Data
            %s; %d attributes, %d points, %d test images, list hash `%s`.

            ## Results on the test images
            ```
            %s```

            %s

            ## Reproduce
            Seed %d, and the configuration at the end of `report.html`, which shows every attribute, every point and
            the worst failures.
            """;

    private ModelCard() {}

    static String markdown(RunResult result) {
        return TEXT.formatted(
                result.title(),
                models(result),
                result.synthetic() ? "Drawn faces, no photographs" : "Photographs with annotations",
                result.data().attributes().size(),
                result.data().points().size(),
                result.rows().length,
                result.data().hash(),
                Comparison.text(result),
                groups(result),
                result.seed());
    }

    private static String models(RunResult result) {
        return result.models().stream()
                .map(m -> "- `" + m.name() + "`: " + Numbers.count(m.parameters()) + " parameters"
                        + (m.bestEpoch() > 0 ? ", weights of epoch " + m.bestEpoch() : ""))
                .collect(Collectors.joining("\n"));
    }

    private static String groups(RunResult result) {
        StringBuilder text = new StringBuilder();
        for (ModelResult model : result.models()) {
            for (Slices.Slice slice : Slices.of(result, model)) {
                text.append("| %s | %s | %d | %s | %s |\n"
                        .formatted(
                                model.name(),
                                slice.group(),
                                slice.images(),
                                Numbers.percent(slice.accuracy(), 2),
                                Numbers.percent(slice.nme(), 2)));
            }
        }
        return text.isEmpty()
                ? "The figures are averages: they say nothing about how errors fall on groups of people."
                : "By the labels Male and Young, as annotators gave them:\n\n"
                        + "| model | group | images | accuracy % | NME % |\n|---|---|--:|--:|--:|\n"
                        + text.toString().strip();
    }
}
