package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.HIGH_CHEEKBONES;
import static janus.celeba.synthetic.Attribute.MOUTH_SLIGHTLY_OPEN;
import static janus.celeba.synthetic.Attribute.SMILING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorsTest {
    private static final int N = 15_000;
    private static final List<Factors> FACES = faces();

    private static List<Factors> faces() {
        List<Factors> faces = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            faces.add(Factors.draw(3, i, i, .5, 0));
        }
        return faces;
    }

    @Test
    void prevalencesOfTruthAndLabelAreCelebAs() {
        for (Attribute a : Attribute.ALL) {
            double truths = FACES.stream().filter(f -> f.has(a)).count() / (double) N;
            double labels = FACES.stream().filter(f -> f.label(a, 1)).count() / (double) N;
            // three standard errors are .012 at most; exclusion of correlated attributes costs up to .02
            assertThat(truths).as(a.label).isCloseTo(a.prevalence, within(.032));
            assertThat(labels).as(a.label).isCloseTo(a.prevalence, within(.032));
            assertThat(truths).as(a.label).isGreaterThan(.01);
        }
    }

    @Test
    void labelsAreWrongAtTheStatedRates() {
        for (Attribute a : Attribute.ALL) {
            double wrong = FACES.stream().filter(f -> f.has(a) != f.label(a, 1)).count() / (double) N;
            // four standard errors
            assertThat(wrong).as(a.label).isCloseTo(a.noise, within(4 * Math.sqrt(a.noise / N) + .003));
            assertThat(FACES).as(a.label).allMatch(f -> f.has(a) == f.label(a, 0));
        }
    }

    @Test
    void ceilingIsWhatLabelNoiseLeaves() {
        double noise =
                Attribute.ALL.stream().mapToDouble(a -> a.noise).average().orElseThrow();
        SyntheticFaces.Settings noisy = new SyntheticFaces.Settings(1, 0, 3000, 1, 1, 2, 0, false);
        // 120 000 labels: four standard errors are .0025
        assertThat(SyntheticFaces.ceiling(noisy)).isCloseTo(1 - noise, within(.0025));
        assertThat(SyntheticFaces.ceiling(new SyntheticFaces.Settings(1, 0, 100, 1, 0, 2, 0, false)))
                .isEqualTo(1);
    }

    @Test
    void smilesCheeksAndMouthsGoTogetherAsInCelebA() {
        // .68, .54, .42 in CelebA; label noise costs up to .05
        assertThat(phi(HIGH_CHEEKBONES, SMILING)).isCloseTo(.68, within(.07));
        assertThat(phi(MOUTH_SLIGHTLY_OPEN, SMILING)).isCloseTo(.54, within(.07));
        assertThat(phi(HIGH_CHEEKBONES, MOUTH_SLIGHTLY_OPEN)).isCloseTo(.42, within(.07));
    }

    private static double phi(Attribute a, Attribute b) {
        double both = FACES.stream().filter(f -> f.label(a, 1) && f.label(b, 1)).count() / (double) N;
        double p = FACES.stream().filter(f -> f.label(a, 1)).count() / (double) N;
        double q = FACES.stream().filter(f -> f.label(b, 1)).count() / (double) N;
        return (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
    }

    @Test
    void nothingIsTrueThatAnotherAttributeRulesOut() {
        for (Attribute a : Attribute.ALL) {
            assertThat(FACES).noneMatch(f -> f.has(a) && a.excludedBy().stream().anyMatch(f::has));
            assertThat(FACES.get(0).with(a, true).has(a)).isTrue();
            assertThat(FACES.get(0).with(a, false).has(a)).isFalse();
        }
    }

    @Test
    void skinToneTellsOfNoLabelButPaleSkin() {
        for (Attribute a : Attribute.ALL) {
            double sum = 0;
            double with = 0;
            double square = 0;
            int n = 0;
            for (Factors f : FACES.subList(0, 6000)) {
                if (f.has(Attribute.PALE_SKIN) || f.decoy(Attribute.PALE_SKIN)) {
                    continue;
                }
                double tone = Palette.of(f).skin() >> 8 & 255;
                sum += tone;
                square += tone * tone;
                with += f.has(a) ? tone : 0;
                n++;
            }
            double mean = sum / n;
            double deviation = Math.sqrt(square / n - mean * mean);
            long have = FACES.subList(0, 6000).stream()
                    .filter(f -> !f.has(Attribute.PALE_SKIN) && !f.decoy(Attribute.PALE_SKIN) && f.has(a))
                    .count();
            if (have > 0) {
                // four standard errors
                assertThat(with / have).as(a.label).isCloseTo(mean, within(4 * deviation / Math.sqrt(have)));
            }
        }
    }
}
