package janus.kernels.cuda;

import java.util.List;

/**
 * What became of one thing that CUDA needs: its short name, whether it is there, where it was found or which files were
 * tried and why each was refused, and the remedy, empty where nothing is amiss.
 */
public record CudaReport(String name, boolean found, String text, String remedy) {
    /** Looks for all of it, and loads what is there. Where the driver is missing, the list ends with it. */
    public static List<CudaReport> read() {
        return CudaLibraries.report();
    }
}
