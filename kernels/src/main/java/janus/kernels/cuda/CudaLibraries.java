package janus.kernels.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must be loaded before the first call of CUDA: NVIDIA's libraries, then JCuda's natives on top of them. */
final class CudaLibraries {
    private static final String ONLY_CPU = "use cpu or auto";

    private CudaLibraries() {}

    /**
     * Loads all, once for this process; what happened then is what every later call answers.
     *
     * @throws CudaUnavailable in one line, if anything is missing
     */
    static void load() {
        CudaUnavailable failure = Loaded.OUTCOME.failure;
        if (failure != null) {
            throw new CudaUnavailable(failure.what(), failure.remedy());
        }
    }

    /** As {@link CudaReport#read()}. */
    static List<CudaReport> report() {
        return Loaded.OUTCOME.report;
    }

    /** Initialized by who comes first, while others wait. */
    private static final class Loaded {
        static final Outcome OUTCOME = CudaLibraries.load(Path.of("/"), System.getenv(), true);
    }

    /** What was tried, and null or why there is no CUDA. */
    record Outcome(List<CudaReport> report, @Nullable CudaUnavailable failure) {}

    /** Loads from this tree of files, with or without asking the system's loader. */
    static Outcome load(Path root, Map<String, String> environment, boolean system) {
        String host = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!host.equals("Linux on amd64")) {
            return failed(
                    List.of(), "driver", new CudaUnavailable("CUDA is for Linux on amd64, this is " + host, ONLY_CPU));
        }
        LibrarySearch search = new LibrarySearch(
                Place.given(System.getProperty(Place.PROPERTY)),
                List.of(Place.drivers(root)),
                () -> Place.toolkits(root, environment),
                system);
        int cuda;
        try {
            cuda = search.open();
        } catch (CudaUnavailable e) {
            return new Outcome(search.report(), e);
        }
        try {
            Path folder = JcudaNatives.load(cuda, environment);
            List<CudaReport> report = new ArrayList<>(search.report());
            report.add(new CudaReport("jcuda", true, "CUDA " + cuda + ", " + folder, ""));
            return new Outcome(List.copyOf(report), null);
        } catch (CudaUnavailable e) {
            return failed(search.report(), "jcuda", e);
        }
    }

    private static Outcome failed(List<CudaReport> before, String name, CudaUnavailable failure) {
        List<CudaReport> report = new ArrayList<>(before);
        report.add(new CudaReport(name, false, failure.what(), failure.remedy()));
        return new Outcome(List.copyOf(report), failure);
    }
}
