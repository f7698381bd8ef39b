package janus.models.study;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * p = min(1, 2 · P(X ≤ min(b, c))) with X ~ Binomial(b + c, ½), exact (McNemar, 1947): of the answers on which two
 * networks disagree, {@code first} are right in the first alone and {@code second} in the second alone. It speaks of
 * these two networks, not of their methods.
 */
public record McNemar(int first, int second) {
    public McNemar {
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("McNemar: counts from 0, given " + first + " and " + second);
        }
    }

    /**
     * Counts the disagreements of two networks on the same images: 1 where an answer is right, 0 where wrong, −1 in both
     * where nobody knows.
     */
    static McNemar of(byte[] firstRight, byte[] secondRight) {
        if (firstRight.length != secondRight.length) {
            throw new IllegalArgumentException(
                    "McNemar: as many answers of each, given " + firstRight.length + " and " + secondRight.length);
        }
        int first = 0;
        int second = 0;
        for (int i = 0; i < firstRight.length; i++) {
            if (firstRight[i] != secondRight[i]) {
                if (firstRight[i] > secondRight[i]) {
                    first++;
                } else {
                    second++;
                }
            }
        }
        return new McNemar(first, second);
    }

    /** 1 where they never disagree. */
    public double p() {
        BinomialDistribution even = new BinomialDistribution(null, Math.addExact(first, second), 0.5);
        return Math.min(1, 2 * even.cumulativeProbability(Math.min(first, second)));
    }
}
