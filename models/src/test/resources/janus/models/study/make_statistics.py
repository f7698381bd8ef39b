"""Writes statistics.json, which StatisticsGoldenTest reads: what SciPy says of small samples.

Where SciPy has no function (the parts of BCa, the effect that a test detects) the definition is written out in numpy.
Run with python3 make_statistics.py (scipy 1.17.1, numpy 2.4.6; scipy from 1.11 on has all that is used).
"""
import json
import pathlib

import numpy as np
from scipy import optimize, stats

random = np.random.RandomState(8)


def floats(values):
    return [float(v) for v in np.ravel(values)]


def samples():
    for n in (2, 3, 5, 8, 13):
        for centre in (0.0, 0.4, -1.5):
            yield random.standard_normal(n) + centre
    yield np.array([0.1, 0.1, 0.2, -0.1, 0.3, 0.0, 0.2, -0.2])  # ties and a zero
    yield np.array([1.0, -1.0, 2.0, -2.0])  # sums to 0
    yield np.exp(2 * random.standard_normal(8))  # skewed


def of_differences(d):
    t = stats.ttest_1samp(d, 0)
    flip = stats.permutation_test(
        (d,), np.sum, permutation_type="samples", alternative="two-sided", n_resamples=np.inf, vectorized=False)
    margin = 0.8
    upper = stats.ttest_1samp(d, margin, alternative="less").pvalue
    lower = stats.ttest_1samp(d, -margin, alternative="greater").pvalue
    return {
        "differences": floats(d),
        "t": floats([t.statistic, t.pvalue]),
        "interval95": floats(t.confidence_interval(0.95)),
        "interval90": floats(t.confidence_interval(0.90)),
        "signFlip": float(flip.pvalue),
        "margin": margin,
        "tost": float(max(upper, lower)),
    }


def bca(d):
    """z0 and a by hand, the interval by SciPy from the same resampled means."""
    boot = stats.bootstrap((d,), np.mean, n_resamples=499, method="BCa", confidence_level=0.95, random_state=random)
    means = boot.bootstrap_distribution
    z0 = stats.norm.ppf((np.sum(means < d.mean()) + np.sum(means <= d.mean())) / (2 * len(means)))
    left_out = np.array([np.delete(d, i).mean() for i in range(len(d))])
    u = left_out.mean() - left_out
    return {
        "values": floats(d),
        "means": floats(means),
        "biasCorrection": float(z0),
        "acceleration": float(np.sum(u**3) / (6 * np.sum(u**2) ** 1.5)),
        "interval": floats(boot.confidence_interval),
    }


def auc(n, levels):
    labels = np.array([0, 1] + list(random.randint(0, 2, n - 2)))
    logits = random.randint(-levels, levels + 1, n) / 4.0  # exact in float32, with ties
    u = stats.mannwhitneyu(logits[labels == 1], logits[labels == 0]).statistic
    return {
        "logits": floats(logits),
        "labels": [int(v) for v in labels],
        "auc": float(u / np.sum(labels == 1) / np.sum(labels == 0)),
    }


def power(noncentrality, n, alpha):
    critical = stats.t.ppf(1 - alpha / 2, n - 1)
    # SciPy gives NaN for the far tail when it is below rounding
    far = stats.nct.cdf(-critical, n - 1, noncentrality) if noncentrality < 6 else 0.0
    return stats.nct.sf(critical, n - 1, noncentrality) + far


def detectable(n, alpha):
    found = optimize.brentq(lambda l: power(l, n, alpha) - 0.8, 0.1, 15, xtol=1e-12)
    return {"seeds": n, "alpha": alpha, "noncentrality": float(found)}


def holm(p):
    """By the definition: the largest scaled p of those not above it."""
    order = np.argsort(p, kind="stable")
    scaled = np.minimum(1, p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = [scaled[: i + 1].max() for i in range(len(p))]
    return adjusted


rates = [random.uniform(size=1), random.uniform(size=40) ** 3, np.array([0.01, 0.04, 0.04, 0.03, 0.9, 1.0, 0.0])]
golden = {
    "differences": [of_differences(d) for d in samples()],
    "mcnemar": [
        {"counts": [b, c], "p": float(stats.binomtest(b, b + c, 0.5).pvalue)}
        for b, c in ((1, 0), (3, 3), (10, 2), (120, 161), (0, 40), (700, 650))
    ],
    "adjusted": [
        {"p": floats(p), "bh": floats(stats.false_discovery_control(p)), "holm": floats(holm(p))} for p in rates
    ],
    "bca": [bca(d) for d in (random.standard_normal(8), np.exp(random.standard_normal(8)), random.uniform(size=30))],
    "auc": [auc(n, levels) for n, levels in ((2, 3), (50, 2), (300, 400))],
    "detectable": [detectable(n, alpha) for n in (3, 5, 8, 16) for alpha in (0.05, 0.025)],
}
path = pathlib.Path(__file__).parent / "statistics.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
