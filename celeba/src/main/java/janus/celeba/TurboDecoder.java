package janus.celeba;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system's libturbojpeg (its TurboJPEG 2 interface). Samplings on which its chroma interpolation differs from the
 * JDK's go to the JDK's decoder.
 */
final class TurboDecoder implements JpegDecoder {
    private static final int RGB = 0;
    private static final int STOP_ON_WARNING_AND_ACCURATE = 8192 | 4096;
    private static final List<String> NAMES = List.of(
            "libturbojpeg.so.0",
            "libturbojpeg.so",
            "libturbojpeg.dylib",
            "/opt/homebrew/lib/libturbojpeg.dylib",
            "/usr/local/lib/libturbojpeg.dylib",
            "/opt/libjpeg-turbo/lib64/libturbojpeg.so",
            "turbojpeg.dll");
    private static final @Nullable SymbolLookup LIBRARY = find();

    private final Arena arena = Arena.ofShared();
    private final MethodHandle decompress;
    private final MethodHandle error;
    private final MethodHandle destroy;
    private final MemorySegment handle;
    private final RasterDecoder other = new RasterDecoder();
    private MemorySegment in = MemorySegment.NULL;
    private MemorySegment out = MemorySegment.NULL;

    TurboDecoder() {
        MethodHandle init = function("tjInitDecompress", ADDRESS);
        decompress = function(
                "tjDecompress2",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_LONG,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT);
        error = function("tjGetErrorStr2", ADDRESS, ADDRESS);
        destroy = function("tjDestroy", JAVA_INT, ADDRESS);
        // here and below: invokeExact declares Throwable, whatever the function
        try {
            handle = (MemorySegment) init.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("tjInitDecompress", e);
        }
    }

    private static @Nullable SymbolLookup find() {
        for (String name : NAMES) {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(name, Arena.global());
                if (library.find("tjDecompress2").isPresent()
                        && library.find("tjGetErrorStr2").isPresent()) {
                    return library;
                }
            } catch (IllegalArgumentException | IllegalCallerException e) {
                continue; // not under this name, or native access is denied: the JDK's decoder serves
            }
        }
        return null;
    }

    /** Whether the library was found, has the functions wanted, and C's long is 64 bits (not on Windows). */
    static boolean available() {
        MemoryLayout cLong = Linker.nativeLinker().canonicalLayouts().get("long");
        return LIBRARY != null && cLong != null && cLong.byteSize() == 8;
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        if (LIBRARY == null) {
            throw new IllegalStateException("libturbojpeg was not found");
        }
        return Linker.nativeLinker()
                .downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    @Override
    public String name() {
        return "libturbojpeg";
    }

    @Override
    public RgbImage decode(byte[] file, String where) {
        JpegHeader header = JpegHeader.of(file, where);
        if (header.sampling() != 0x11 && header.sampling() != 0x21 && header.sampling() != 0x22) {
            return other.decode(file, where);
        }
        byte[] rgb = new byte[3 * header.width() * header.height()];
        in = grown(in, file.length);
        out = grown(out, rgb.length);
        MemorySegment.copy(file, 0, in, JAVA_BYTE, 0, file.length);
        int code;
        try {
            code = (int) decompress.invokeExact(
                    handle,
                    in,
                    (long) file.length,
                    out,
                    header.width(),
                    0,
                    header.height(),
                    RGB,
                    STOP_ON_WARNING_AND_ACCURATE);
        } catch (Throwable e) {
            throw new IllegalStateException("tjDecompress2", e);
        }
        if (code != 0) {
            throw JpegHeader.fault(where, "damaged JPEG (" + message() + ")", "copy or download it again");
        }
        MemorySegment.copy(out, JAVA_BYTE, 0, rgb, 0, rgb.length);
        return new RgbImage(header.width(), header.height(), rgb);
    }

    private String message() {
        try {
            MemorySegment text = (MemorySegment) error.invokeExact(handle);
            return text.reinterpret(200).getString(0);
        } catch (Throwable e) {
            // the image is refused anyway; its reason is all that gets lost
            return "no message";
        }
    }

    private MemorySegment grown(MemorySegment buffer, long bytes) {
        return buffer.byteSize() >= bytes ? buffer : arena.allocate(2 * bytes);
    }

    @Override
    public void close() {
        other.close();
        try {
            int ignored = (int) destroy.invokeExact(handle);
        } catch (Throwable e) {
            throw new IllegalStateException("tjDestroy", e);
        }
        arena.close();
    }
}
