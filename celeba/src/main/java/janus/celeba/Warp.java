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
     * Bilinear samples of {@code rgb} [size][size][3], an image resized from width × height, into {@code planes}
     * [3][size][size], 0…255; outside, the edge is repeated.
     */
    void sample(byte[] rgb, int size, float[] planes) {
        double sx = (double) size / width;
        double sy = (double) size / height;
        double determinant = a * d - b * c;
        // the inverse, in pixels of the resized image: S·A⁻¹·S⁻¹ about the centre
        double ia = d / determinant;
        double ib = -b / determinant * sx / sy;
        double ic = -c / determinant * sy / sx;
        double id = a / determinant;
        double centre = (size - 1) / 2.0;
        for (int v = 0; v < size; v++) {
            double dv = v - centre - ty * sy;
            for (int u = 0; u < size; u++) {
                double du = u - centre - tx * sx;
                float x = (float) Math.clamp(ia * du + ib * dv + centre, 0, size - 1);
                float y = (float) Math.clamp(ic * du + id * dv + centre, 0, size - 1);
                sample(rgb, size, x, y, planes, v * size + u);
            }
        }
    }

    private static void sample(byte[] rgb, int size, float x, float y, float[] planes, int to) {
        int left = (int) x;
        int top = (int) y;
        float fx = x - left;
        float fy = y - top;
        int at = 3 * (top * size + left);
        int right = left + 1 < size ? 3 : 0;
        int below = top + 1 < size ? 3 * size : 0;
        for (int c = 0; c < 3; c++, at++, to += size * size) {
            float above = (rgb[at] & 0xFF) * (1 - fx) + (rgb[at + right] & 0xFF) * fx;
            float under = (rgb[at + below] & 0xFF) * (1 - fx) + (rgb[at + below + right] & 0xFF) * fx;
            planes[to] = above * (1 - fy) + under * fy;
        }
    }
}
