package janus.models.study.report;

import janus.celeba.FaceData;
import janus.celeba.metrics.AttributeScores;
import janus.celeba.metrics.PointScores;
import janus.models.report.Baselines;
import janus.models.study.Judgement;
import janus.models.study.Plan;
import janus.models.study.StudyFolder;
import janus.models.study.StudyScores;
import janus.models.train.Faces;
import java.io.IOException;
import java.util.List;

/**
 * Everything a report shows of a study, read once.
 *
 * @param judgements candidate against each reference, in the plan's order
 * @param trivial what needs no pixels, of every label, from the images that the first seed is trained on; its scores are null where nothing is known of the training split
 */
record StudyResult(
        StudyFolder folder,
        List<Judgement> judgements,
        StudyScores scores,
        List<ArmRuns> arms,
        Baselines trivial,
        FaceData data) {
    static StudyResult read(StudyFolder folder, List<Judgement> judgements, FaceData data) throws IOException {
        if (judgements.size() != folder.plan().references().size()) {
            throw new IllegalArgumentException("StudyReport: a judgement for each of "
                    + folder.plan().references() + ", given " + judgements.size());
        }
        StudyScores scores = StudyScores.of(judgements, data);
        Plan plan = folder.plan();
        int[] train = Faces.trained(data, plan.training().data(), plan.seeds().getFirst());
        Baselines trivial = train.length == 0
                ? new Baselines(null, null, null, null)
                : Baselines.constant(data, train, scores.rows());
        return new StudyResult(folder, judgements, scores, ArmRuns.of(folder), trivial, data);
    }

    /** Accuracy of an attribute's majority class, or NME of a point's mean place, in %; NaN where it is not known. */
    double trivial(String label, boolean attribute) {
        AttributeScores majority = trivial.majority();
        PointScores constant = trivial.constant();
        if (attribute) {
            return majority == null
                    ? Double.NaN
                    : 100 * majority.accuracy()[data.attributes().indexOf(label)];
        }
        return constant == null
                ? Double.NaN
                : 100 * constant.nmeByPoint()[data.points().indexOf(label)];
    }

    String candidate() {
        return folder.plan().candidate();
    }

    List<String> references() {
        return folder.plan().references();
    }

    boolean synthetic() {
        return data.drawn();
    }
}
