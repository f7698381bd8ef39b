package janus.celeba;

/** Makes a batch from rows: a pure function of (settings, epoch, row), whatever the batch and thread. */
final class BatchAssembly {
    private static final long AUGMENTATION = 1;

    private final Pixels pixels;
    private final FaceData data;
    private final Loader.Settings settings;
    private final int[] mirrored;

    BatchAssembly(Pixels pixels, Loader.Settings settings) {
        this.pixels = pixels;
        this.data = pixels.data();
        this.settings = settings;
        this.mirrored = data.mirroredPoints();
    }

    Batch of(int[] rows, int epoch) {
        int n = rows.length;
        int size = pixels.size();
        int a = data.attributes().size();
        int p = 2 * data.points().size();
        Batch batch = new Batch(
                rows,
                size,
                new byte[n * 3 * size * size],
                Batch.still(n, settings.mean(), settings.deviation()),
                new float[n * a],
                new float[n * a],
                new float[n * p],
                new float[n * p]);
        byte[] rgb = new byte[3 * size * size];
        for (int i = 0; i < n; i++) {
            int row = rows[i];
            pixels.read(row, rgb);
            System.arraycopy(rgb, 0, batch.pictures(), i * rgb.length, rgb.length);
            Draws draws = new Draws(settings.seed(), AUGMENTATION, epoch, row);
            boolean flip = draws.uniform() < 0.5 && settings.augmentation().flip();
            Warp warp = Warp.draw(settings.augmentation(), flip, data.width(), data.height(), draws);
            warp.sampling(size, batch.maps(), i * Batch.MAP);
            label(row, warp, flip, batch, i);
        }
        return batch;
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
