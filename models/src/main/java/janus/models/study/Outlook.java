package janus.models.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.kernels.Device;
import janus.models.train.Config;
import janus.models.train.Cost;
import janus.models.train.Faces;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What can be said of a study before its first step: how long it will take, and what it could find.
 *
 * @param hours of all runs, one after the other
 */
public record Outlook(String text, double hours) {
    private static final double POWER = .8;

    /**
     * A page: arms with the hours of their runs, and per endpoint the smallest effect that would be detected.
     *
     * @param jobs runs that are made at a time, each on a device like {@code device}
     */
    public static Outlook of(Plan plan, Device device, int jobs, Faces faces) {
        StringBuilder page = new StringBuilder();
        page.append(String.format(
                Locale.ROOT,
                "%s: %s against %s; %d arms, %d seeds, %d runs%n%n",
                plan.title(),
                plan.candidate(),
                String.join(", ", plan.references()),
                plan.arms().size(),
                plan.seeds().size(),
                plan.runs()));
        page.append(String.format(
                Locale.ROOT, "%-14s %-22s %6s %7s %9s %7s%n", "arm", "models", "width", "epochs", "s a step", "hours"));
        // the first to run pays for compiling the kernels that all arms use
        Cost.secondsPerStep(plan.config(plan.candidate(), plan.seeds().getFirst()), device, faces.data());
        double hours = 0;
        for (String arm : plan.arms().keySet()) {
            Config config = plan.config(arm, plan.seeds().getFirst());
            double step = Cost.secondsPerStep(config, device, faces.data());
            double all = Cost.secondsPerRun(config, faces, step) * plan.seeds().size() / 3600;
            hours += all;
            page.append(String.format(
                    Locale.ROOT,
                    "%-14s %-22s %6.3f %7d %9.4f %7.2f%n",
                    arm,
                    String.join("+", config.models()),
                    config.network().width(),
                    config.optimizer().epochs(),
                    step,
                    all));
        }
        page.append(pace(hours, plan.runs(), device.name(), jobs)).append("\n\n");
        plan.endpoints().forEach(endpoint -> page.append(detectable(plan, endpoint, faces.test().length)));
        return new Outlook(page.toString(), hours);
    }

    /** What {@code text} says of {@code plan}, for programs: its lines, and the plan itself. */
    public static String json(Plan plan, String text) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        text.lines().forEach(root.withArray("outlook")::add);
        root.set("plan", new ObjectMapper().valueToTree(plan));
        return root.toPrettyString() + "\n";
    }

    /** {@code about 0.52 hours on cpu:1, 4 runs at a time}, if those do not slow each other down. */
    public static String pace(double hours, int runs, String device, int jobs) {
        return String.format(
                Locale.ROOT,
                "about %.2f hours on %s, %s at a time",
                hours * Math.ceilDiv(runs, jobs) / runs,
                device,
                jobs == 1 ? "one run" : jobs + " runs");
    }

    private static String detectable(Plan plan, Endpoint endpoint, int images) {
        Plan.Scatter scatter = plan.expected(endpoint);
        int seeds = plan.seeds().size();
        if (seeds < 2) {
            return endpoint.name() + ": one seed: no verdict\n";
        }
        double alpha = Decision.ALPHA / plan.endpoints().size();
        DetectableEffect effect = new DetectableEffect(
                scatter.seeds() * scatter.seeds(), scatter.images() * scatter.images() / images, alpha, POWER);
        String found = String.format(
                Locale.ROOT,
                "%s: detects %.3f points with probability %.1f, if differences scatter by %.3f over seeds and %.3f "
                        + "over images; margin %.2f%n",
                endpoint.name(),
                effect.at(seeds),
                POWER,
                scatter.seeds(),
                scatter.images(),
                endpoint.margin());
        return found
                + (effect.at(seeds) > endpoint.margin() ? missing(effect, endpoint, seeds, images) : "")
                + (SignFlip.floor(seeds) * plan.endpoints().size() >= Decision.ALPHA
                        ? "  " + seeds + " seeds cannot reach Holm's p < .05 in the exact test\n"
                        : "");
    }

    /** How many seeds, or images, would bring the detectable effect down to the margin. */
    private static String missing(DetectableEffect effect, Endpoint endpoint, int seeds, int images) {
        OptionalInt enough = effect.seedsFor(endpoint.margin());
        double times = effect.imagesFor(endpoint.margin(), seeds);
        return "  for the margin: "
                + (enough.isPresent() ? enough.getAsInt() + " seeds" : "no number of seeds")
                + ", or "
                + (Double.isFinite(times)
                        ? Math.round(Math.ceil(times * images)) + " test images"
                        : "no number of test images")
                + '\n';
    }
}
