package janus.kernels.cuda;

import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionBackwardDataAlgorithm;
import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionBackwardFilterAlgorithm;
import static jcuda.jcudnn.JCudnn.cudnnFindConvolutionForwardAlgorithm;

import janus.kernels.ConvolutionSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** cuDNN's own measurements of its algorithms, of all that take a convolution; it brings the memory for them. */
final class Finder {
    /** More than there are, with each kind of arithmetic. */
    private static final int MOST = 32;

    private static final double MILLI = 1e-3;

    /** An algorithm's number, and the time it took. */
    record Found(int algorithm, double seconds) {}

    private Finder() {}

    static List<Found> find(
            cudnnHandle handle,
            DnnDirection direction,
            cudnnTensorDescriptor x,
            cudnnFilterDescriptor w,
            cudnnConvolutionDescriptor convolution,
            cudnnTensorDescriptor y,
            ConvolutionSize z) {
        int[] count = new int[1];
        List<Found> found = new ArrayList<>();
        switch (direction) {
            case FORWARD -> {
                cudnnConvolutionFwdAlgoPerf[] all = new cudnnConvolutionFwdAlgoPerf[MOST];
                Arrays.setAll(all, i -> new cudnnConvolutionFwdAlgoPerf());
                int status = cudnnFindConvolutionForwardAlgorithm(handle, x, w, convolution, y, MOST, count, all);
                Dnn.check(status, "cudnnFindConvolutionForwardAlgorithm", z);
                for (int i = 0; i < count[0]; i++) {
                    add(all[i].status, all[i].algo, all[i].time, found);
                }
            }
            case DATA -> {
                cudnnConvolutionBwdDataAlgoPerf[] all = new cudnnConvolutionBwdDataAlgoPerf[MOST];
                Arrays.setAll(all, i -> new cudnnConvolutionBwdDataAlgoPerf());
                int status = cudnnFindConvolutionBackwardDataAlgorithm(handle, w, y, convolution, x, MOST, count, all);
                Dnn.check(status, "cudnnFindConvolutionBackwardDataAlgorithm", z);
                for (int i = 0; i < count[0]; i++) {
                    add(all[i].status, all[i].algo, all[i].time, found);
                }
            }
            case FILTER -> {
                cudnnConvolutionBwdFilterAlgoPerf[] all = new cudnnConvolutionBwdFilterAlgoPerf[MOST];
                Arrays.setAll(all, i -> new cudnnConvolutionBwdFilterAlgoPerf());
                int status =
                        cudnnFindConvolutionBackwardFilterAlgorithm(handle, x, y, convolution, w, MOST, count, all);
                Dnn.check(status, "cudnnFindConvolutionBackwardFilterAlgorithm", z);
                for (int i = 0; i < count[0]; i++) {
                    add(all[i].status, all[i].algo, all[i].time, found);
                }
            }
        }
        return found;
    }

    private static void add(int status, int algorithm, float milliseconds, List<Found> found) {
        if (status == 0) {
            found.add(new Found(algorithm, milliseconds * MILLI));
        }
    }
}
