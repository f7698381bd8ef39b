package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuGetErrorString;

import jcuda.driver.CUresult;

/** Status codes of CUDA's driver. */
final class Driver {
    private Driver() {}

    /** Throws {@link #line}, unless {@code status} is success. */
    static void check(int status, String call) {
        if (status != CUresult.CUDA_SUCCESS) {
            throw new IllegalStateException(line(status, call));
        }
    }

    /** The call and the driver's own word for what became of it. */
    static String line(int status, String call) {
        String[] reason = new String[1];
        cuGetErrorString(status, reason);
        return "cuda: " + call + ": " + reason[0] + " (" + status + ")";
    }
}
