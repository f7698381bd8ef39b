package janus.celeba;

/**
 * Decodes JPEGs; for one thread at a time. The two kinds give identical pixels, so that which one is found changes
 * nothing but time.
 */
public sealed interface JpegDecoder extends AutoCloseable permits RasterDecoder, TurboDecoder {
    /** The fastest decoder of this machine: the system's libturbojpeg where it is found, else the JDK's. */
    static JpegDecoder open() {
        return TurboDecoder.available() ? new TurboDecoder() : new RasterDecoder();
    }

    /** {@code libturbojpeg} or {@code ImageIO}. */
    String name();

    /**
     * Decodes a grey or colour JPEG of 8 bits. A cut or damaged file, CMYK, another format and a header beyond 64
     * million pixels are refused.
     *
     * @param where names the file in errors
     */
    RgbImage decode(byte[] file, String where);

    @Override
    void close();
}
