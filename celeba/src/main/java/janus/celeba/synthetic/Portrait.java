package janus.celeba.synthetic;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** One picture: its factors, where its points lie, and its pixels. */
record Portrait(Factors factors, Geometry geometry) {
    static Portrait of(Factors factors, boolean aligned) {
        return new Portrait(factors, Geometry.of(factors, aligned));
    }

    /** How much is drawn of background, occluder, light, blur and the sensor's grain. */
    enum Nuisances {
        NONE,
        ALL_BUT_GRAIN,
        ALL
    }

    /** Draws back to front. */
    BufferedImage draw(Nuisances nuisances) {
        Palette palette = Palette.of(factors);
        Head head = Head.of(factors, geometry, palette);
        Hair hair = Hair.of(factors, geometry, palette);
        Accessories accessories = new Accessories(factors, geometry, palette, head);
        Scene scene = new Scene(factors);
        try (Canvas c = new Canvas()) {
            if (nuisances != Nuisances.NONE) {
                scene.background(c);
            } else {
                Arrays.fill(c.pixels, 0x9AA6B2);
            }
            c.place(geometry.placement());
            hair.back(c);
            head.draw(c);
            accessories.clothes(c);
            head.complexion(c);
            new Eyes(factors, geometry, palette).draw(c);
            new Nose(factors, geometry, palette).draw(c);
            new Beard(factors, geometry, palette, head).draw(c);
            new Mouth(factors, geometry, palette).draw(c);
            hair.front(c);
            accessories.earrings(c);
            accessories.hat(c);
            accessories.glasses(c);
            if (nuisances != Nuisances.NONE) {
                scene.occluder(c);
                c.place(new AffineTransform());
                scene.light(c, nuisances == Nuisances.ALL);
            }
            return c.image;
        }
    }
}
