// Descriptors of tensors, filters, convolutions and activations.
#include "cudnn.h"

using namespace dnn;

namespace {

template <class D>
cudnnStatus_t create(D** descriptor) {
    if (!descriptor) return bad("no place for a descriptor");
    *descriptor = new D;
    return CUDNN_STATUS_SUCCESS;
}

template <class D>
cudnnStatus_t destroy(D* descriptor) {
    delete descriptor;
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t setTensor(Tensor* tensor, int type, const int (&dim)[4], const long (&stride)[4]) {
    if (!tensor) return bad("the descriptor is null");
    if (type != FLOAT && type != BF16) return unsupported("a type other than float and bfloat16");
    for (int d = 0; d < 4; d++)
        if (dim[d] < 1 || stride[d] < 1) return bad("a dimension or stride below 1");
    tensor->set = true;
    tensor->type = type;
    std::copy(dim, dim + 4, tensor->dim);
    std::copy(stride, stride + 4, tensor->stride);
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t setTensor(Tensor* tensor, int type, int format, int n, int c, int h, int w) {
    if (format == NCHW) return setTensor(tensor, type, {n, c, h, w}, {long(c) * h * w, long(h) * w, w, 1});
    if (format == NHWC) return setTensor(tensor, type, {n, c, h, w}, {long(h) * w * c, 1, long(w) * c, c});
    return unsupported("a format other than NCHW and NHWC");
}

}  // namespace

JANUS_API cudnnStatus_t cudnnCreateTensorDescriptor(Tensor** descriptor) { return create(descriptor); }
JANUS_API cudnnStatus_t cudnnDestroyTensorDescriptor(Tensor* descriptor) { return destroy(descriptor); }
JANUS_API cudnnStatus_t cudnnCreateFilterDescriptor(Tensor** descriptor) { return create(descriptor); }
JANUS_API cudnnStatus_t cudnnDestroyFilterDescriptor(Tensor* descriptor) { return destroy(descriptor); }
JANUS_API cudnnStatus_t cudnnCreateConvolutionDescriptor(Convolution** descriptor) { return create(descriptor); }
JANUS_API cudnnStatus_t cudnnDestroyConvolutionDescriptor(Convolution* descriptor) { return destroy(descriptor); }
JANUS_API cudnnStatus_t cudnnCreateActivationDescriptor(Activation** descriptor) { return create(descriptor); }
JANUS_API cudnnStatus_t cudnnDestroyActivationDescriptor(Activation* descriptor) { return destroy(descriptor); }

JANUS_API cudnnStatus_t cudnnSetTensor4dDescriptor(
        Tensor* tensor, int format, int type, int n, int c, int h, int w) {
    return setTensor(tensor, type, format, n, c, h, w);
}

JANUS_API cudnnStatus_t cudnnSetFilter4dDescriptor(Tensor* filter, int type, int format, int k, int c, int r, int s) {
    return setTensor(filter, type, format, k, c, r, s);
}

JANUS_API cudnnStatus_t cudnnSetConvolution2dDescriptor(
        Convolution* convolution, int padH, int padW, int strideH, int strideW, int dilationH, int dilationW, int mode,
        int compute) {
    DNN_NEEDS(convolution, "the descriptor is null");
    DNN_NEEDS(padH >= 0 && padW >= 0, "a negative padding");
    DNN_NEEDS(strideH > 0 && strideW > 0 && dilationH > 0 && dilationW > 0, "a stride or dilation below 1");
    DNN_SUPPORTS(dilationH == 1 && dilationW == 1, "a dilated convolution");
    DNN_SUPPORTS(mode == 1, "a convolution other than a cross-correlation");
    DNN_SUPPORTS(compute == FLOAT, "a convolution that does not compute in float");
    *convolution = {true, {padH, padW}, {padH, padW}, {strideH, strideW}};
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnSetConvolutionMathType(const Convolution* convolution, int math) {
    DNN_NEEDS(convolution && math >= 0 && math <= 3, "no such math type");
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnSetActivationDescriptor(Activation* activation, int mode, int nan, double) {
    DNN_NEEDS(activation && mode >= 0 && mode <= 6 && (nan == 0 || nan == 1), "no such activation");
    *activation = {true, mode};
    return CUDNN_STATUS_SUCCESS;
}
