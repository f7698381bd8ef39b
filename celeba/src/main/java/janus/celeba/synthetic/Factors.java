package janus.celeba.synthetic;

import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Everything a picture is made of: the true attributes, and the keys from which each part draws its own details. Parts
 * draw from separate streams, so changing one attribute changes nothing else.
 */
record Factors(long seed, long identity, long picture, Set<Attribute> truths, double sharing, double conflict) {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final double OPEN_CHEEKS = -.31;
    private static final double DECOYS = .2;

    /** Purposes a stream is drawn for; attributes follow behind them. */
    enum Stream {
        ROOTS,
        OWN,
        LABELS,
        SHAPE,
        POSE,
        SKIN,
        HAIR,
        EYES,
        CLOTHES,
        SCENE,
        LIGHT,
        SENSOR,
        DETAIL,
        DAPPLE
    }

    /** Draws the attributes of one picture of one identity, in the causal order of {@link Attribute#excludedBy}. */
    static Factors draw(long seed, long identity, long picture, double sharing, double conflict) {
        Chance person = Chance.of(seed, identity, Stream.ROOTS.ordinal());
        double male = person.normal();
        double age = person.normal();
        double smile = Chance.of(seed, picture, ~(long) Stream.ROOTS.ordinal()).normal();
        double[] own = new double[Attribute.ALL.size()];
        for (Attribute a : Attribute.ALL) {
            long who = a.lasting ? identity : ~picture;
            own[a.ordinal()] =
                    Chance.of(seed, who, Stream.OWN.ordinal(), a.ordinal()).normal();
        }
        int cheeks = Attribute.HIGH_CHEEKBONES.ordinal();
        own[cheeks] = OPEN_CHEEKS * own[Attribute.MOUTH_SLIGHTLY_OPEN.ordinal()]
                + Math.sqrt(1 - OPEN_CHEEKS * OPEN_CHEEKS) * own[cheeks];
        Set<Attribute> truths = EnumSet.noneOf(Attribute.class);
        for (Attribute a : Attribute.ALL) {
            double score = a.male * male + a.age * age + a.smile * smile + a.own() * own[a.ordinal()];
            if (score > threshold(a)) {
                truths.add(a);
            }
        }
        return new Factors(seed, identity, picture, possible(truths), sharing, conflict);
    }

    /** Φ⁻¹(1 − p), where p is the prevalence among those whom nothing rules out. */
    private static double threshold(Attribute a) {
        double free = 1;
        for (Attribute other : a.excludedBy()) {
            free *= 1 - other.prevalence;
        }
        return NORMAL.inverseCumulativeProbability(1 - a.prevalence / free);
    }

    /** Removes what another attribute rules out; one excluded itself rules nothing out. */
    private static Set<Attribute> possible(Set<Attribute> drawn) {
        Set<Attribute> kept = EnumSet.noneOf(Attribute.class);
        for (Attribute a : drawn) {
            if (holds(a, drawn)) {
                kept.add(a);
            }
        }
        return kept;
    }

    private static boolean holds(Attribute a, Set<Attribute> drawn) {
        return drawn.contains(a) && a.excludedBy().stream().noneMatch(other -> holds(other, drawn));
    }

    boolean has(Attribute a) {
        return truths.contains(a);
    }

    /** The same picture with one attribute changed; what would rule it out goes, and what it rules out. */
    Factors with(Attribute a, boolean value) {
        Set<Attribute> changed = EnumSet.noneOf(Attribute.class);
        changed.addAll(truths);
        if (value) {
            changed.add(a);
            changed.removeAll(a.excludedBy());
        } else {
            changed.remove(a);
        }
        return new Factors(seed, identity, picture, possible(changed), sharing, conflict);
    }

    /** Which of the three drawn forms an attribute takes in this picture. */
    int form(Attribute a) {
        return details(a).below(3);
    }

    /** Whether the attribute is absent and something that resembles it is drawn. */
    boolean decoy(Attribute a) {
        Chance chance = details(a);
        chance.below(3);
        return !has(a) && chance.happens(DECOYS);
    }

    /** How far a graded attribute goes: .75…1 where it is true, 0….25 where it is not. */
    double degree(Attribute a) {
        double within = Chance.of(seed, picture, Stream.DETAIL.ordinal(), ~(long) a.ordinal())
                .uniform(0, .25);
        return has(a) ? 1 - within : within;
    }

    /** Details of one attribute: its form first, its distractor second, then whatever the form needs. */
    Chance details(Attribute a) {
        long who = a.lasting ? identity : ~picture;
        return Chance.of(seed, who, Stream.DETAIL.ordinal(), a.ordinal());
    }

    /** A stream that all pictures of an identity share. */
    Chance ofIdentity(Stream stream) {
        return Chance.of(seed, identity, stream.ordinal());
    }

    /** A stream of this picture alone. */
    Chance ofPicture(Stream stream) {
        return Chance.of(seed, ~picture, stream.ordinal());
    }

    /**
     * The label as the list states it: wrong at the attribute's rate times {@code noise}. Flips keep the prevalence:
     * P(1→0) = e/2p, P(0→1) = e/2(1−p), and e ≤ min(p, 1−p), so that the truth stays the best guess.
     */
    boolean label(Attribute a, double noise) {
        double p = a.prevalence;
        double rate = Math.min(noise * a.noise, Math.min(p, 1 - p));
        double flip = rate / (2 * (has(a) ? p : 1 - p));
        return has(a)
                ^ Chance.of(seed, ~picture, Stream.LABELS.ordinal(), a.ordinal())
                        .happens(flip);
    }
}
