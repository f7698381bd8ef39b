package janus.celeba;

/** Makes a batch from rows: a pure function of (settings, epoch, row), whatever the batch and thread. */
final class BatchAssembly {
    private static final long AUGMENTATION = 1;

    private final Pixels pixels;
    private final FaceData data;
    private final Loader.Settings settings;
    private final float[][] normalised = new float[3][256];
    private final int[] mirrored;
    private final boolean warps;

    BatchAssembly(Pixels pixels, Loader.Settings settings) {
        this.pixels = pixels;
        this.data = pixels.data();
        this.settings = settings;
        this.mirrored = data.mirroredPoints();
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < 256; v++) {
                normalised[c][v] = (v / 255f - settings.mean()[c]) / settings.deviation()[c];
            }
        }
        Augmentation augmentation = settings.augmentation();
        this.warps = augmentation.degrees() > 0 || augmentation.scale() > 0 || augmentation.shift() > 0;
    }

    Batch of(int[] rows, int epoch) {
        int n = rows.length;
        int size = pixels.size();
        int a = data.attributes().size();
        int p = 2 * data.points().size();
        Batch batch = new Batch(
                rows,
                size,
                new float[n * 3 * size * size],
                new float[n * a],
                new float[n * a],
                new float[n * p],
                new float[n * p]);
        byte[] rgb = new byte[3 * size * size];
        float[] warped = new float[warps ? rgb.length : 0];
        for (int i = 0; i < n; i++) {
            int row = rows[i];
            if (!pixels.readable(row)) {
                continue;
            }
            pixels.read(row, rgb);
            Draws draws = new Draws(settings.seed(), AUGMENTATION, epoch, row);
            boolean flip = draws.uniform() < 0.5 && settings.augmentation().flip();
            Warp warp = Warp.draw(settings.augmentation(), flip, data.width(), data.height(), draws);
            if (warps) {
                warp.sample(rgb, size, warped);
                normalise(warped, batch.images(), i * rgb.length);
            } else {
                normalise(rgb, flip, batch.images(), i * rgb.length);
            }
            label(row, warp, flip, batch, i);
        }
        return batch;
    }

    /** [size][size][3] bytes to [3][size][size], columns reversed when mirrored. */
    private void normalise(byte[] rgb, boolean flip, float[] images, int at) {
        int size = pixels.size();
        int plane = size * size;
        int step = flip ? -1 : 1;
        for (int y = 0, from = 0; y < size; y++) {
            int to = at + y * size + (flip ? size - 1 : 0);
            for (int x = 0; x < size; x++, from += 3, to += step) {
                images[to] = normalised[0][rgb[from] & 0xFF];
                images[to + plane] = normalised[1][rgb[from + 1] & 0xFF];
                images[to + 2 * plane] = normalised[2][rgb[from + 2] & 0xFF];
            }
        }
    }

    private void normalise(float[] planes, float[] images, int at) {
        int plane = planes.length / 3;
        for (int c = 0; c < 3; c++) {
            float mean = settings.mean()[c];
            float deviation = settings.deviation()[c];
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                images[at + i] = (planes[i] / 255f - mean) / deviation;
            }
        }
    }

    private void label(int row, Warp warp, boolean flip, Batch batch, int i) {
        int a = data.attributes().size();
        for (int k = 0; k < a; k++) {
            int value = data.attribute(row, k);
            batch.attributes()[i * a + k] = Math.max(value, 0);
            batch.attributeMask()[i * a + k] = value < 0 ? 0 : 1;
        }
        int p = data.points().size();
        for (int k = 0; k < p; k++) {
            int from = flip ? mirrored[k] : k;
            float x = data.x(row, from);
            float y = data.y(row, from);
            boolean known = !Float.isNaN(x) && !Float.isNaN(y);
            int at = 2 * (i * p + k);
            batch.points()[at] = known ? (float) (warp.x(x, y) / data.width()) : 0;
            batch.points()[at + 1] = known ? (float) (warp.y(x, y) / data.height()) : 0;
            batch.pointMask()[at] = known ? 1 : 0;
            batch.pointMask()[at + 1] = known ? 1 : 0;
        }
    }
}
