package janus.kernels.cuda;

import static jcuda.driver.JCudaDriver.cuGetErrorString;

import jcuda.driver.CUresult;

/** Status codes of CUDA's driver. */
final class Driver {
    private Driver() {}

    /** Throws one line that names the call and the driver's reason, unless {@code status} is success. */
    static void check(int status, String call) {
        if (status != CUresult.CUDA_SUCCESS) {
            String[] reason = new String[1];
            cuGetErrorString(status, reason);
            throw new IllegalStateException("cuda: " + call + ": " + reason[0] + " (" + status + ")");
        }
    }
}
