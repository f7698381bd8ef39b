// One value everywhere.

/** y[i] = value for i < n. */
extern "C" __global__ void fill(int n, float value, float *y) {
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        y[i] = value;
    }
}
