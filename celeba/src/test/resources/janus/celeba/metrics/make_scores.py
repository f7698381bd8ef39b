"""Writes scores.txt, which ScoresGoldenTest reads: random predictions, labels, and their scores by definition.

The definitions are those of scikit-learn's user guide (accuracy_score, precision_recall_fscore_support with
zero_division=0, balanced_accuracy_score, roc_auc_score), written out in plain numpy; areas under the curve come from all
pairs. Run with /usr/bin/python3 make_scores.py (numpy 1.24).
"""
import pathlib
import numpy as np

random = np.random.RandomState(3)
out = open(pathlib.Path(__file__).parent / "scores.txt", "w")


def put(name, values):
    out.write(name + " " + " ".join(repr(float(v)) for v in np.ravel(values)) + "\n")


def ratio(a, b):
    return a / b if b else 0.0


def column(z, y):
    p, known = z > 0, y >= 0
    p, z, t = p[known], z[known], y[known] == 1
    tp, fp, fn, tn = (p & t).sum(), (p & ~t).sum(), (~p & t).sum(), (~p & ~t).sum()
    if len(t) == 0:
        return [np.nan] * 6
    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    f1 = ratio(2 * precision * recall, precision + recall)
    pairs = [(a > b) + .5 * (a == b) for a in z[t] for b in z[~t]]
    auc = np.mean(pairs) if pairs else np.nan
    balanced = (recall + tn / (tn + fp)) / 2 if tp + fn and tn + fp else np.nan
    return [np.mean(p == t), f1, precision, recall, balanced, auc]


for n, c in ((1, 1), (7, 3), (60, 8), (200, 5)):
    z = (random.randn(n, c) * 2).round(1).astype(np.float32)  # rounded: ties
    y = random.choice([-1, 0, 1], size=(n, c), p=[.1, .5, .4])
    if c > 4:
        y[:, 1] = -1  # no label at all
        y[:, 2] = 0  # one class alone
        z[:, 3] = -1  # never predicted
    scores = np.array([column(z[:, k], y[:, k]) for k in range(c)])
    put("columns", [c])
    put("logits", z)
    put("labels", y)
    put("scores", scores.T)
    put("macro", [np.nanmean(s) if not np.isnan(s).all() else np.nan for s in scores.T])
    put("micro", column(z.ravel(), y.ravel())[:4])

W, H = 178, 218
for n, p in ((1, 2), (9, 3), (40, 5)):
    truth = random.rand(n, p, 2).astype(np.float32)
    predicted = (truth + random.randn(n, p, 2) * .03).astype(np.float32)
    if n > 1:
        truth[2, p - 1] = np.nan
        truth[4, 0] = np.nan  # an eye: this image has no NME
    error = predicted.astype(np.float64) - truth
    scale = np.array([W, H])
    eyes = np.linalg.norm((truth[:, 0].astype(np.float64) - truth[:, 1]) * scale, axis=-1)
    nme = np.linalg.norm(error * scale, axis=-1) / eyes[:, None]
    image = np.array([np.nanmean(row) if not np.isnan(row).all() else np.nan for row in nme])
    known = image[~np.isnan(image)]
    put("points", [p])
    put("predicted", predicted)
    put("truth", truth)
    put("errors", [np.nanmean(abs(error)), np.nanmean(error**2), np.sqrt(np.nanmean(error**2)), known.mean(),
                   (known > .1).mean()])
    put("byPoint", np.nanmean(nme, axis=0))
