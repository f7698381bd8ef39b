package janus.models.report;

import java.awt.Color;
import java.util.Locale;

/** What a figure is drawn with: in a page a colour of its style sheet, which may be dark, elsewhere on white. */
public enum Ink {
    INK(new Color(0x1B1F24)),
    SOFT(new Color(0x666677)),
    LINE(new Color(0xE3E5E9)),
    GREY(Plot.BASELINE),
    C0(Plot.COLOURS.get(0)),
    C1(Plot.COLOURS.get(1)),
    C2(Plot.COLOURS.get(2)),
    C3(Plot.COLOURS.get(3)),
    C4(Plot.COLOURS.get(4));

    private final Color colour;

    Ink(Color colour) {
        this.colour = colour;
    }

    /** That of arm or model {@code index}, as curves and dots have it. */
    public static Ink of(int index) {
        return values()[C0.ordinal() + index % Plot.COLOURS.size()];
    }

    Color colour(double opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    }

    String hex() {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
    }

    String variable() {
        return "var(--" + name().toLowerCase(Locale.ROOT) + ")";
    }
}
