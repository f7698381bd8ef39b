package janus.celeba;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The JDK's decoder. Raster bytes are copied, since {@code getRGB} changes grey values; a warning is an error. */
final class RasterDecoder implements JpegDecoder {
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("jpeg").next();
    private final List<String> warnings = new ArrayList<>();
    private final IIOReadWarningListener listener = (source, warning) -> warnings.add(warning);

    @Override
    public String name() {
        return "ImageIO";
    }

    @Override
    public RgbImage decode(byte[] file, String where) {
        JpegHeader header = JpegHeader.of(file, where);
        warnings.clear();
        BufferedImage image;
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.reset();
            reader.addIIOReadWarningListener(listener);
            reader.setInput(in, true, true);
            image = reader.read(0);
        } catch (IOException | RuntimeException e) {
            throw new DataException(where + ": damaged JPEG (" + e.getMessage() + "); copy or download it again", e);
        }
        if (!warnings.isEmpty()) {
            throw JpegHeader.fault(where, "damaged JPEG (" + warnings.getFirst() + ")", "copy or download it again");
        }
        return copy(image.getRaster(), header, where);
    }

    private static RgbImage copy(Raster raster, JpegHeader header, String where) {
        int width = header.width();
        int height = header.height();
        if (raster.getWidth() != width
                || raster.getHeight() != height
                || raster.getNumBands() != header.components()
                || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
                || !(raster.getDataBuffer() instanceof DataBufferByte buffer)) {
            throw JpegHeader.fault(where, "decoded to " + raster, "convert it to a plain RGB JPEG");
        }
        byte[] from = buffer.getData();
        int[] bands = model.getBandOffsets();
        int step = model.getPixelStride();
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int at = y * model.getScanlineStride();
            for (int to = 3 * y * width, end = to + 3 * width; to < end; to += 3, at += step) {
                rgb[to] = from[at + bands[0]];
                rgb[to + 1] = from[at + bands[bands.length > 1 ? 1 : 0]];
                rgb[to + 2] = from[at + bands[bands.length > 1 ? 2 : 0]];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
