package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BALD;
import static janus.celeba.synthetic.Attribute.BLACK_HAIR;
import static janus.celeba.synthetic.Attribute.BLOND_HAIR;
import static janus.celeba.synthetic.Attribute.BROWN_HAIR;
import static janus.celeba.synthetic.Attribute.GRAY_HAIR;
import static janus.celeba.synthetic.Attribute.PALE_SKIN;

/** The colours of one face. Skin tone depends on no label but Pale_Skin. */
record Palette(int skin, int hair, int brow) {
    private static final int[] TONES = {0xEFBE9A, 0xE0AA82, 0xCC9169, 0xB0774F, 0x8F5C3C, 0x70462E};
    private static final int[] PALE = {0xF7E3DC, 0xF1DFE4, 0xF6E8D6};
    private static final int[][] COLORS = {
        {0x16120F, 0x1C1A22, 0x201814},
        {0xE9CC7B, 0xF3DFA6, 0xD9B65C},
        {0x6B4226, 0x7D5233, 0x5C3A24},
        {0xB9BCC0, 0xD8D9DA, 0x9DA1A8},
        {0xA24A22, 0xBE6A34, 0x8A3A26},
    };

    static Palette of(Factors f) {
        Chance chance = f.ofIdentity(Factors.Stream.SKIN);
        double tone = chance.uniform(0, TONES.length - 1.001);
        int skin = Colors.mix(TONES[(int) tone], TONES[(int) tone + 1], tone - (int) tone);
        int pale = PALE[f.form(PALE_SKIN)];
        if (f.has(PALE_SKIN)) {
            skin = pale;
        } else if (f.decoy(PALE_SKIN)) {
            skin = TONES[0];
        }
        double shade = chance.uniform(.9, 1.1);
        int kind = kind(f, chance);
        int hair = Colors.scale(COLORS[kind][chance.below(3)], shade);
        int brow = Colors.mix(hair, 0x2A1C14, kind == 0 ? 0 : .55);
        return new Palette(skin, hair, brow);
    }

    /** Hair that no attribute names is red; a bald man's beard has any colour. */
    private static int kind(Factors f, Chance chance) {
        int any = chance.below(3);
        if (f.has(BLACK_HAIR)) {
            return 0;
        }
        if (f.has(BLOND_HAIR)) {
            return 1;
        }
        if (f.has(BROWN_HAIR)) {
            return 2;
        }
        if (f.has(GRAY_HAIR)) {
            return 3;
        }
        return f.has(BALD) ? any : 4;
    }

    int shade(double factor) {
        return Colors.mix(Colors.scale(skin, factor), 0x7A2E1E, .25 * (1 - factor));
    }

    int light() {
        return Colors.mix(skin, 0xFFF6E8, .45);
    }
}
