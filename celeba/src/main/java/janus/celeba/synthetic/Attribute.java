package janus.celeba.synthetic;

import java.util.Arrays;
import java.util.List;

/**
 * CelebA's 40 attributes in the official order, with what decides each: true iff
 * {@code male·g + age·y + smile·s + √(1 − male² − age² − smile²)·ε > Φ⁻¹(1 − prevalence)} for independent standard
 * normal roots g, y (of the identity), s (of the picture) and ε. Prevalences are CelebA's; {@code noise} is the share
 * of labels that are wrong. A {@code lasting} attribute draws ε per identity, the others per picture.
 */
enum Attribute {
    FIVE_O_CLOCK_SHADOW("5_o_Clock_Shadow", .111, .04, 0, 0, 0, false),
    ARCHED_EYEBROWS("Arched_Eyebrows", .267, .06, -.45, 0, 0, true),
    ATTRACTIVE("Attractive", .513, .20, 0, 0, 0, true),
    BAGS_UNDER_EYES("Bags_Under_Eyes", .205, .06, .40, .35, 0, false),
    BALD("Bald", .022, .02, .70, .35, 0, true),
    BANGS("Bangs", .152, .04, -.25, -.10, 0, false),
    BIG_LIPS("Big_Lips", .241, .10, -.20, 0, 0, true),
    BIG_NOSE("Big_Nose", .235, .07, .50, .30, 0, true),
    BLACK_HAIR("Black_Hair", .239, .04, .10, -.10, 0, true),
    BLOND_HAIR("Blond_Hair", .148, .03, -.45, 0, 0, true),
    BLURRY("Blurry", .051, .02, 0, 0, 0, false),
    BROWN_HAIR("Brown_Hair", .205, .06, -.10, 0, 0, true),
    BUSHY_EYEBROWS("Bushy_Eyebrows", .142, .05, .40, 0, 0, true),
    CHUBBY("Chubby", .058, .03, .35, .35, 0, true),
    DOUBLE_CHIN("Double_Chin", .047, .02, .35, .50, 0, true),
    EYEGLASSES("Eyeglasses", .065, .02, .40, .30, 0, false),
    GOATEE("Goatee", .064, .02, 0, 0, 0, false),
    GRAY_HAIR("Gray_Hair", .042, .02, .35, .70, 0, true),
    HEAVY_MAKEUP("Heavy_Makeup", .387, .05, -.80, -.15, 0, false),
    HIGH_CHEEKBONES("High_Cheekbones", .455, .03, -.10, 0, .90, false),
    MALE("Male", .417, .03, 1, 0, 0, true),
    MOUTH_SLIGHTLY_OPEN("Mouth_Slightly_Open", .483, .02, 0, 0, .80, false),
    MUSTACHE("Mustache", .042, .02, 0, 0, 0, false),
    NARROW_EYES("Narrow_Eyes", .115, .05, 0, 0, .10, true),
    NO_BEARD("No_Beard", .835, .03, -.92, 0, 0, false),
    OVAL_FACE("Oval_Face", .284, .10, -.10, 0, 0, true),
    PALE_SKIN("Pale_Skin", .043, .02, 0, 0, 0, true),
    POINTY_NOSE("Pointy_Nose", .277, .10, -.25, 0, 0, true),
    RECEDING_HAIRLINE("Receding_Hairline", .080, .03, .35, .40, 0, true),
    ROSY_CHEEKS("Rosy_Cheeks", .066, .03, -.50, 0, 0, false),
    SIDEBURNS("Sideburns", .057, .02, 0, 0, 0, false),
    SMILING("Smiling", .482, .02, -.15, 0, .98, false),
    STRAIGHT_HAIR("Straight_Hair", .208, .06, .05, 0, 0, true),
    WAVY_HAIR("Wavy_Hair", .320, .05, -.40, 0, 0, true),
    WEARING_EARRINGS("Wearing_Earrings", .189, .05, -.60, 0, 0, false),
    WEARING_HAT("Wearing_Hat", .049, .02, .25, 0, 0, false),
    WEARING_LIPSTICK("Wearing_Lipstick", .472, .04, -.85, 0, 0, false),
    WEARING_NECKLACE("Wearing_Necklace", .123, .04, -.45, 0, 0, false),
    WEARING_NECKTIE("Wearing_Necktie", .073, .02, .60, .20, 0, false),
    YOUNG("Young", .774, .04, 0, -1, 0, true);

    static final List<Attribute> ALL = List.of(values());

    final String label;
    final double prevalence;
    final double noise;
    final double male;
    final double age;
    final double smile;
    final boolean lasting;

    Attribute(String label, double prevalence, double noise, double male, double age, double smile, boolean lasting) {
        this.label = label;
        this.prevalence = prevalence;
        this.noise = noise;
        this.male = male;
        this.age = age;
        this.smile = smile;
        this.lasting = lasting;
    }

    /** Weight of what nothing else shares, √(1 − male² − age² − smile²). */
    double own() {
        return Math.sqrt(1 - male * male - age * age - smile * smile);
    }

    /** Attributes that rule this one out: nobody bald has bangs, nobody without a beard has a goatee. */
    List<Attribute> excludedBy() {
        return switch (this) {
            case GRAY_HAIR, WAVY_HAIR -> List.of(BALD);
            case BLACK_HAIR -> List.of(BALD, GRAY_HAIR);
            case BLOND_HAIR -> List.of(BALD, GRAY_HAIR, BLACK_HAIR);
            case BROWN_HAIR -> List.of(BALD, GRAY_HAIR, BLACK_HAIR, BLOND_HAIR);
            case STRAIGHT_HAIR -> List.of(BALD, WAVY_HAIR);
            case RECEDING_HAIRLINE -> List.of(BALD, WEARING_HAT);
            case BANGS -> List.of(BALD, WEARING_HAT, RECEDING_HAIRLINE);
            case FIVE_O_CLOCK_SHADOW, GOATEE, MUSTACHE, SIDEBURNS -> List.of(NO_BEARD);
            default -> List.of();
        };
    }

    /** The official header. */
    static List<String> labels() {
        return Arrays.stream(values()).map(a -> a.label).toList();
    }
}
