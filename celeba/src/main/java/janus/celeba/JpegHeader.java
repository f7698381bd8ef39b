package janus.celeba;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a JPEG says of itself before it is decoded (ITU-T T.81, annex B). {@code sampling} holds h and v of the first
 * component over those of the others, as 0xhv: 0x22 is 4:2:0.
 */
record JpegHeader(int width, int height, int components, int sampling) {
    /** A face crop is smaller; a larger header is refused before memory is asked for. */
    private static final long MOST_PIXELS = 64_000_000;

    /** Reads the markers. Faults name {@code where}; other formats are named; a file without its end is refused. */
    static JpegHeader of(byte[] file, String where) {
        if (file.length < 4 || u16(file, 0) != 0xFFD8) {
            throw fault(where, describe(file), "convert it to a JPEG");
        }
        int at = 2;
        JpegHeader header = null;
        while (at + 4 <= file.length) {
            int marker = u16(file, at);
            if (marker == 0xFFFF) {
                at++;
                continue;
            }
            if (marker < 0xFF01 || marker == 0xFFD9) {
                break;
            }
            int next = at + 2 + u16(file, at + 2);
            if (isFrame(marker)) {
                header = frame(file, at, next, where);
            } else if (marker == 0xFFDA && header != null) {
                if (!endsAfter(file, next)) {
                    throw fault(where, "the JPEG is cut: its end marker is missing", "copy or download it again");
                }
                return header;
            }
            at = next;
        }
        throw fault(where, "the JPEG is cut or damaged: it holds no picture", "copy or download it again");
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
    }

    private static @Nullable JpegHeader frame(byte[] file, int at, int next, String where) {
        int components = next > file.length || next < at + 10 ? 0 : file[at + 9] & 0xFF;
        if (components == 0 || next < at + 10 + 3 * components) {
            return null;
        }
        int height = u16(file, at + 5);
        int width = u16(file, at + 7);
        if (width == 0 || height == 0 || (long) width * height > MOST_PIXELS) {
            throw fault(where, "the header claims " + width + "×" + height + " pixels", "give the face crops");
        }
        if (file[at + 4] != 8) {
            throw fault(where, "a JPEG of " + file[at + 4] + " bits", "convert it to 8 bits");
        }
        if (components != 1 && components != 3) {
            String what = components == 4 ? "a CMYK JPEG" : "a JPEG of " + components + " components";
            throw fault(where, what, "convert it to RGB");
        }
        return new JpegHeader(width, height, components, sampling(file, at, components));
    }

    private static int sampling(byte[] file, int at, int components) {
        if (components == 1) {
            return 0x11;
        }
        boolean even = file[at + 14] == 0x11 && file[at + 17] == 0x11;
        return even ? file[at + 11] : 0;
    }

    /** In coded data 0xFF is followed by 0 or a restart marker, so an end marker there is the end. */
    private static boolean endsAfter(byte[] file, int scan) {
        for (int i = file.length - 2; i >= scan; i--) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xD9) {
                return true;
            }
        }
        return false;
    }

    private static String describe(byte[] file) {
        String head = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
        if (file.length == 0) {
            return "an empty file";
        }
        if (ListFile.isWebPage(file)) {
            return "a web page, not an image";
        }
        return switch (head) {
            case String s when s.startsWith("\u0089PNG") -> "a PNG image";
            case String s when s.startsWith("RIFF") && s.endsWith("WEBP") -> "a WebP image";
            case String s when s.startsWith("GIF8") -> "a GIF image";
            case String s when s.startsWith("BM") -> "a BMP image";
            case String s when s.startsWith("II*") || s.startsWith("MM\0*") -> "a TIFF image";
            case String s when s.startsWith("ftyp", 4) -> "an AVIF or HEIF image";
            default -> "not a JPEG";
        };
    }

    private static int u16(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }

    static DataException fault(String where, String what, String remedy) {
        return new DataException(where + ": " + what + "; " + remedy);
    }
}
