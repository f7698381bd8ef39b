package janus.kernels.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for NVIDIA's libraries and opens them by absolute path, in the order in which they need each other, so that
 * whoever asks for one by its soname gets this one. Notes what was tried, and why it was refused.
 */
final class LibrarySearch {
    private static final String LOADER = "the system loader's folders";
    private static final int OLDEST_CUDA = 12;
    private static final int NEWEST_CUDA = 13;
    /** CUDA states its version as 1000·major + 10·minor. */
    private static final int MAJOR = 1000;

    private final DynamicLoader loader = new DynamicLoader();
    private final List<CudaReport> report = new ArrayList<>();
    private final List<Place> given;
    private final List<Place> drivers;
    private final Supplier<List<Place>> toolkits;
    private final boolean system;
    private @Nullable CudaUnavailable failure;

    /**
     * @param given where to look first
     * @param drivers where to look for the driver at last, after the system's loader
     * @param toolkits where to look for the other libraries, before the system's loader; asked once a driver is there
     * @param system whether to ask the system's loader
     */
    LibrarySearch(List<Place> given, List<Place> drivers, Supplier<List<Place>> toolkits, boolean system) {
        this.given = given;
        this.drivers = drivers;
        this.toolkits = toolkits;
        this.system = system;
    }

    /** A library: its short name, the glob of its file, whether nothing works without it, the remedy. */
    private record Library(String name, String glob, boolean needed, String remedy) {
        String stem() {
            return glob.substring(0, glob.indexOf(".so.") + 4);
        }
    }

    /** What was tried so far. */
    List<CudaReport> report() {
        return List.copyOf(report);
    }

    /**
     * Opens all there are. Returns the version of CUDA they are for, 12 or 13.
     *
     * @throws CudaUnavailable about the first that is missing, after the others were looked for
     */
    int open() {
        int driver = driver();
        int newest = driver == 0 ? NEWEST_CUDA : Math.min(NEWEST_CUDA, driver / MAJOR);
        List<Integer> versions = newest == OLDEST_CUDA ? List.of(OLDEST_CUDA) : List.of(newest, OLDEST_CUDA);
        List<Place> places =
                Stream.concat(given.stream(), toolkits.get().stream()).toList();
        int cuda = places.stream()
                .flatMap(place -> versions.stream()
                        .filter(v -> !place.files("libcublasLt.so." + v).isEmpty()))
                .findFirst()
                .orElseGet(() -> known(versions));
        for (Library library : libraries(cuda)) {
            open(library, places, List.of());
        }
        if (failure != null) {
            throw failure;
        }
        return cuda;
    }

    /** The version of which the system's loader has a cuBLAS, or the newest. */
    private int known(List<Integer> versions) {
        return versions.stream()
                .filter(v -> system && loader.open("libcublasLt.so." + v).done())
                .findFirst()
                .orElse(versions.getFirst());
    }

    private static List<Library> libraries(int cuda) {
        String wheel = cuda == OLDEST_CUDA ? "-cu12" : "";
        String own = ", or name their folder: -D" + Place.PROPERTY + "=FOLDER";
        String nvrtc = "pip install nvidia-cuda-nvrtc" + wheel + own;
        String cublas = "pip install nvidia-cublas" + wheel + own;
        return List.of(
                new Library("builtins", "libnvrtc-builtins.so." + cuda + ".*", false, nvrtc),
                new Library("nvrtc", "libnvrtc.so." + cuda, false, nvrtc),
                new Library("cublaslt", "libcublasLt.so." + cuda, true, cublas),
                new Library("cublas", "libcublas.so." + cuda, true, cublas),
                new Library("cudnn", "libcudnn.so.9", true, "pip install nvidia-cudnn-cu" + cuda + own));
    }

    /** Opens the driver and returns the newest CUDA it takes; 0 if it does not say. */
    private int driver() {
        String remedy = "on a machine with an NVIDIA GPU, install its driver, 525 or newer";
        Library library = new Library("driver", "libcuda.so.1", true, remedy);
        DynamicLoader.Opened opened = open(library, given, drivers);
        if (failure != null) {
            throw failure;
        }
        int version = opened == null ? 0 : loader.number(opened, "cuDriverGetVersion");
        if (version != 0 && version < OLDEST_CUDA * MAJOR) {
            String what = report.removeLast().text() + " is for CUDA " + version / MAJOR + "." + version % MAJOR / 10;
            report.add(new CudaReport("driver", false, what, remedy));
            throw new CudaUnavailable(what, remedy);
        }
        return version;
    }

    /** Tries the places, the system's loader, the last places; null if none has it. */
    private DynamicLoader.@Nullable Opened open(Library library, List<Place> places, List<Place> last) {
        List<String> refused = new ArrayList<>();
        Stream<String> first = files(places, library);
        Stream<String> bare = system && !library.glob.contains("*") ? Stream.of(library.glob) : Stream.of();
        for (String file :
                Stream.of(first, bare, files(last, library)).flatMap(s -> s).toList()) {
            DynamicLoader.Opened opened = loader.open(file);
            if (opened.done()) {
                report.add(new CudaReport(library.name, true, opened.text(), ""));
                return opened;
            }
            if (file.startsWith("/") || !opened.text().startsWith(file + ": cannot open shared object file")) {
                refused.add(opened.text().startsWith(file) ? opened.text() : file + ": " + opened.text());
            }
        }
        List<Place> all = Stream.concat(places.stream(), last.stream()).toList();
        String what = refused.isEmpty() ? missing(library, all) : String.join(", ", refused);
        report.add(new CudaReport(library.name, false, what, library.remedy));
        if (library.needed && failure == null) {
            failure = new CudaUnavailable(what, library.remedy);
        }
        return null;
    }

    private static Stream<String> files(List<Place> places, Library library) {
        return places.stream()
                .flatMap(place -> place.files(library.glob).stream())
                .map(Path::toString);
    }

    private String missing(Library library, List<Place> places) {
        List<String> names = new ArrayList<>(places.stream().map(Place::name).toList());
        if (system) {
            names.add(LOADER);
        }
        List<String> others = places.stream()
                .flatMap(place -> place.files(library.stem() + "[0-9]*").stream())
                .map(Path::toString)
                .toList();
        return library.glob + " is not in " + String.join(", ", names)
                + (others.isEmpty() ? "" : ", but " + String.join(", ", others) + " is there");
    }
}
