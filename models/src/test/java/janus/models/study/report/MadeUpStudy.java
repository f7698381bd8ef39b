package janus.models.study.report;

import janus.models.report.DotFaces;
import janus.models.study.Calibration;
import janus.models.study.Judgement;
import janus.models.study.Plan;
import janus.models.study.Plans;
import janus.models.study.Setting;
import janus.models.study.Study;
import janus.models.study.StudyFolder;
import janus.models.study.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study folder whose runs never ran: predictions are the labels with mistakes, more of them in later arms. */
final class MadeUpStudy {
    static final List<String> NAMES = List.of("""
            5_o_Clock_Shadow Arched_Eyebrows Attractive Bags_Under_Eyes Bald Bangs Big_Lips Big_Nose Black_Hair
            Blond_Hair Blurry Brown_Hair Bushy_Eyebrows Chubby Double_Chin Eyeglasses Goatee Gray_Hair Heavy_Makeup
            High_Cheekbones Male Mouth_Slightly_Open Mustache Narrow_Eyes No_Beard Oval_Face Pale_Skin Pointy_Nose
            Receding_Hairline Rosy_Cheeks Sideburns Smiling Straight_Hair Wavy_Hair Wearing_Earrings Wearing_Hat
            Wearing_Lipstick Wearing_Necklace Wearing_Necktie <b>Young""".split("\\s+"));
    private static final int IMAGES = 60;

    final DotFaces faces;
    final StudyFolder folder;

    MadeUpStudy(Path path, int seeds, boolean drawn, String... arms) throws IOException {
        this(StudyFolder.begin(path, plan(path, seeds, "arms: {" + String.join(", ", arms) + "}\n")), drawn, 1);
    }

    /** @param gap how much worse each arm is than the one before */
    private MadeUpStudy(StudyFolder folder, boolean drawn, int gap) throws IOException {
        this.folder = folder;
        faces = new DotFaces(IMAGES, NAMES, 5) {
            @Override
            public boolean drawn() {
                return drawn;
            }
        };
        for (StudyFolder.Entry entry : folder.entries()) {
            run(entry, gap * List.copyOf(folder.plan().arms().keySet()).indexOf(entry.arm()));
        }
    }

    private static Plan plan(Path path, int seeds, String keys) throws IOException {
        Path file = path.resolveSibling(path.getFileName() + ".yaml");
        Files.writeString(
                file,
                "title: made up & small\nseeds: "
                        + IntStream.rangeClosed(1, seeds).boxed().toList() + "\n" + keys);
        return Plans.resolve("quick", file, Map.of());
    }

    /** Two-head and single at each setting of {@code sweep}, further apart at later ones. */
    static Sweep sweep(Path path, int seeds, String sweep) throws IOException {
        StudyFolder folder = StudyFolder.begin(path, plan(path, seeds, "sweep: " + sweep + "\n"));
        SequencedMap<Setting, Judgement> judged = new LinkedHashMap<>();
        for (StudyFolder study : folder.studies()) {
            MadeUpStudy made = new MadeUpStudy(study, true, judged.size());
            judged.put(
                    folder.plan().sweep().get(judged.size()), made.judgements().getFirst());
        }
        return new Sweep(folder, judged, Map.of());
    }

    /** Two-head, single and a third reference, of a whole study. */
    static MadeUpStudy whole(Path path, int seeds, boolean drawn) throws IOException {
        return new MadeUpStudy(
                path,
                seeds,
                drawn,
                "two-head: {models: [two-head]}",
                "single: {models: [attributes, landmarks]}",
                "matched: {models: [attributes, landmarks], network.width: 0.1768}");
    }

    List<Judgement> judgements() throws IOException {
        return Study.judge(folder, faces, Calibration.NONE);
    }

    /** Writes the report and gives its page. */
    String page() throws IOException {
        return page(Calibration.NONE);
    }

    String page(Calibration calibration) throws IOException {
        StudyReport.write(folder, Study.judge(folder, faces, calibration), faces);
        return Files.readString(folder.path().resolve("report.html"));
    }

    private void run(StudyFolder.Entry entry, int arm) throws IOException {
        Path run = Files.createDirectories(folder.run(entry));
        Random random = new Random(100 * entry.seed() + arm);
        List<String> models = folder.plan().config(entry.arm(), entry.seed()).models();
        for (String model : models) {
            Path own = Files.createDirectories(run.resolve(model));
            Files.writeString(own.resolve("predictions.csv"), predictions(model, random, arm));
        }
        Files.writeString(
                run.resolve("config.yaml"), "seed: " + entry.seed() + "\nmodels: " + models + "\nrate: 0.1\n");
        Files.writeString(
                run.resolve("env.txt"),
                "janus: 1\njava: <25>\ndevice: cpu\nkernels: k\ndata: d\nimages: i\nheap: " + arm + " MiB\n");
        Files.writeString(run.resolve("metrics.csv"), metrics(models, random));
        Files.writeString(run.resolve("summary.json"), summary(models));
    }

    private String predictions(String model, Random random, int arm) {
        boolean attributes = !model.equals("landmarks");
        boolean points = !model.equals("attributes");
        StringBuilder csv = new StringBuilder("image");
        csv.append(attributes ? "," + String.join(",", NAMES) : "");
        csv.append(
                points
                        ? faces.points().stream()
                                .map(p -> "," + p + "_x," + p + "_y")
                                .collect(Collectors.joining())
                        : "");
        for (int i = 0; i < IMAGES; i++) {
            csv.append('\n').append(faces.name(i));
            for (int j = 0; attributes && j < NAMES.size(); j++) {
                // one attribute differs clearly, the others hardly
                boolean wrong = random.nextDouble() < (j == 7 ? .1 + .25 * arm : .15 + .01 * arm);
                csv.append(',').append(wrong == (faces.attribute(i, j) == 1) ? -1.5f : 1.5f);
            }
            for (int k = 0; points && k < 5; k++) {
                csv.append(',').append(faces.x(i, k) + (1 + .1 * arm) * random.nextGaussian());
                csv.append(',').append(faces.y(i, k) + (1 + .1 * arm) * random.nextGaussian());
            }
        }
        return csv.append('\n').toString();
    }

    private static String metrics(List<String> models, Random random) {
        StringBuilder csv = new StringBuilder("model,epoch,rate,train_attributes_loss,validation_attributes_loss,"
                + "train_landmarks_loss,validation_landmarks_loss,validation_accuracy,validation_nme,validation_mae,"
                + "score\n");
        for (String model : models) {
            for (int epoch = 1; epoch <= 6; epoch++) {
                double loss = 1.0 / epoch + .05 * random.nextDouble();
                String a = model.equals("landmarks") ? "," : "%.4f,%.4f".formatted(loss, 1.1 * loss);
                String p = model.equals("attributes") ? "," : "%.4f,%.4f".formatted(loss / 2, loss / 1.8);
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,0.1,%s,%s,%s,%s,,1\n",
                        model,
                        epoch,
                        a,
                        p,
                        model.equals("landmarks") ? "" : .9 - .2 * loss,
                        model.equals("attributes") ? "" : .03 + .05 * loss));
            }
        }
        return csv.toString();
    }

    private static String summary(List<String> models) {
        return "{\"seconds\": 300, \"models\": ["
                + models.stream()
                        .map(model -> "{\"name\": \"" + model + "\", \"parameters\": 1500000, \"seconds\": 90.0, "
                                + "\"baselines\": {\"majority_accuracy\": 0.61, \"constant_nme\": 0.31}}")
                        .collect(Collectors.joining(","))
                + "]}\n";
    }

    /** Conflict and weights of the candidate's runs. */
    void diagnose() throws IOException {
        for (long seed : folder.plan().seeds()) {
            Path run = folder.run(new StudyFolder.Entry(folder.plan().candidate(), seed));
            Random random = new Random(seed);
            StringBuilder cosines = new StringBuilder("model,step,group,quantity,task,other,value\n");
            StringBuilder weights = new StringBuilder("model,epoch,quantity,task,other,mean\n");
            for (int step = 0; step < 500; step += 50) {
                for (String group : List.of("layer1", "layer4")) {
                    cosines.append("two-head,%d,%s,cosine,landmarks,attributes,%s\n"
                            .formatted(step, group, -.1 + .1 * random.nextDouble()));
                    for (String task : List.of("attributes", "landmarks")) {
                        cosines.append("two-head,%d,%s,floor,%s,,%s\n"
                                .formatted(step, group, task, .3 + .1 * random.nextDouble()));
                    }
                    cosines.append("two-head,%d,%s,conflicts,,,%s\n".formatted(step, group, step < 100 ? 0 : 1));
                }
            }
            for (int epoch = 1; epoch <= 6; epoch++) {
                weights.append(
                        "two-head,%d,weight,attributes,,%s\n".formatted(epoch, 1 + .1 * epoch * random.nextDouble()));
                weights.append(
                        "two-head,%d,weight,landmarks,,%s\n".formatted(epoch, 1 - .1 * epoch * random.nextDouble()));
            }
            Files.writeString(run.resolve("diagnostics.csv"), cosines);
            Files.writeString(run.resolve("balance.csv"), weights);
        }
    }
}
