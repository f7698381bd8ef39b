package janus.kernels.cuda;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcudnn.JCudnn;
import org.jspecify.annotations.Nullable;

/** Looks for CUDA and prints what it found, and what each library answers to one call. */
final class LoaderChild {
    private LoaderChild() {}

    public static void main(String[] args) {
        switch (args[0]) {
            case "tree" -> print(CudaLibraries.load(Path.of(args[1]), System.getenv(), false));
            case "system" -> print(CudaLibraries.load(Path.of(args[1]), System.getenv(), true));
            default -> threads();
        }
    }

    private static void print(CudaLibraries.Outcome outcome) {
        for (CudaReport line : outcome.report()) {
            System.out.println(line.name() + (line.found() ? ": " : " is missing: ") + line.text());
        }
        answer(outcome.failure());
    }

    private static void answer(@Nullable CudaUnavailable failure) {
        if (failure != null) {
            System.out.println("error: " + failure.getMessage());
            return;
        }
        int[] driver = new int[1];
        JCudaDriver.cuDriverGetVersion(driver);
        int cublas = JCublas2.cublasCreate(new cublasHandle());
        System.out.println("answers: " + driver[0] + " " + cublas + " " + JCudnn.cudnnGetVersion());
    }

    /** As the product does it, from many threads at once and then once more. */
    private static void threads() {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> answers.add(loaded()));
            }
        }
        answers.add(loaded());
        System.out.println(answers);
        if (answers.equals(Set.of("loaded"))) {
            answer(null);
        }
    }

    private static String loaded() {
        try {
            CudaLibraries.load();
            return "loaded";
        } catch (CudaUnavailable e) {
            return String.valueOf(e.getMessage());
        }
    }
}
