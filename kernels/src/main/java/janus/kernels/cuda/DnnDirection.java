package janus.kernels.cuda;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR;

import java.util.Locale;

/** What a convolution computes, y or the gradient of x or of w, and what cuDNN calls that operation and its parts. */
enum DnnDirection {
    FORWARD(
            CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA),
    DATA(
            CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA),
    FILTER(
            CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA);

    private final int operation;
    private final int convolution;
    private final int x;
    private final int w;
    private final int y;
    private final int alpha;
    private final int beta;

    DnnDirection(int operation, int convolution, int x, int w, int y, int alpha, int beta) {
        this.operation = operation;
        this.convolution = convolution;
        this.x = x;
        this.w = w;
        this.y = y;
        this.alpha = alpha;
        this.beta = beta;
    }

    /** The operation on these maps and this filter; it adds to what its output holds if {@code adds}. */
    Descriptor of(Descriptor convolution, Descriptor x, Descriptor w, Descriptor y, boolean adds) {
        return new Descriptor(operation)
                .with(this.convolution, convolution)
                .with(this.x, x)
                .with(this.w, w)
                .with(this.y, y)
                .scalar(alpha, 1)
                .scalar(beta, adds ? 1 : 0)
                .made();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
