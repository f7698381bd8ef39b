package janus.celeba;

/**
 * A similarity of the stored image, mirror included: a point p, in pixels counted from pixel centres, goes to
 * A·(p − c) + c + t, with c the centre ((width − 1)/2, (height − 1)/2). Pixels are sampled through the inverse.
 */
record Warp(int width, int height, double a, double b, double c, double d, double tx, double ty) {
    /** Draws rotation, scale and shift, uniform in their ranges; the mirror comes first. */
    static Warp draw(Augmentation augmentation, boolean flip, int width, int height, Draws draws) {
        double angle = Math.toRadians(augmentation.degrees() * draws.symmetric());
        double scale = 1 + augmentation.scale() * draws.symmetric();
        double tx = augmentation.shift() * draws.symmetric() * width;
        double ty = augmentation.shift() * draws.symmetric() * height;
        double cos = scale * StrictMath.cos(angle);
        double sin = scale * StrictMath.sin(angle);
        double mirror = flip ? -1 : 1;
        return new Warp(width, height, mirror * cos, -sin, mirror * sin, cos, tx, ty);
    }

    double x(double px, double py) {
        double cx = (width - 1) / 2.0;
        return a * (px - cx) + b * (py - (height - 1) / 2.0) + cx + tx;
    }

    double y(double px, double py) {
        double cy = (height - 1) / 2.0;
        return c * (px - (width - 1) / 2.0) + d * (py - cy) + cy + ty;
    }

    /**
     * Writes where an image [size][size] resized from width × height has its pixels from: a, b, c, d, s, t as in {@link
     * Batch}.
     */
    void sampling(int size, double[] maps, int at) {
        double sx = (double) size / width;
        double sy = (double) size / height;
        double determinant = a * d - b * c;
        // the inverse, in pixels of the resized image: S·A⁻¹·S⁻¹ about the centre
        maps[at] = d / determinant;
        maps[at + 1] = -b / determinant * sx / sy;
        maps[at + 2] = -c / determinant * sy / sx;
        maps[at + 3] = a / determinant;
        maps[at + 4] = tx * sx;
        maps[at + 5] = ty * sy;
    }
}
