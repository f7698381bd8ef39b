package janus.celeba;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Decodes and resizes at every read. Each thread inside {@link #read} holds a decoder of its own. */
final class DecodedPixels implements Pixels {
    private final FaceData data;
    private final int size;
    private final Resampling resampling;
    private final Queue<JpegDecoder> idle = new ConcurrentLinkedQueue<>();

    DecodedPixels(FaceData data, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("image size " + size + ", expected at least 1");
        }
        this.data = data;
        this.size = size;
        this.resampling = new Resampling(data.width(), data.height(), size, size);
    }

    @Override
    public FaceData data() {
        return data;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int row, byte[] rgb) {
        byte[] resized = resampling.apply(decode(row).rgb());
        System.arraycopy(resized, 0, rgb, 0, resized.length);
    }

    private RgbImage decode(int row) {
        byte[] file = data.file(row);
        String where = data.where(row);
        JpegDecoder kept = idle.poll();
        JpegDecoder decoder = kept == null ? JpegDecoder.open() : kept;
        try {
            RgbImage image = decoder.decode(file, where);
            if (image.width() != data.width() || image.height() != data.height()) {
                throw new DataException("%s: %d×%d pixels, the first image has %d×%d; give images of one size"
                        .formatted(where, image.width(), image.height(), data.width(), data.height()));
            }
            return image;
        } finally {
            idle.add(decoder);
        }
    }

    @Override
    public void close() {
        for (JpegDecoder decoder = idle.poll(); decoder != null; decoder = idle.poll()) {
            decoder.close();
        }
    }
}
