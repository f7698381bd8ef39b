// The descriptors of cuDNN's graph interface: which attributes each has, and what is checked when it is finalized.
#include <cstring>

#include "cudnn_backend.h"

namespace dnn {
namespace backend {

namespace {

constexpr int64_t MANY = 64;

/** Those of an operation follow from its kind. */
const std::vector<Rule> RULES{
        {TENSOR, TENSOR_TYPE, DATA_TYPE, 1, 1},
        {TENSOR, TENSOR_DIMENSIONS, INT64, 1, 8},
        {TENSOR, TENSOR_STRIDES, INT64, 1, 8},
        {TENSOR, TENSOR_ID, INT64, 1, 1},
        {TENSOR, TENSOR_ALIGNMENT, INT64, 1, 1},
        {TENSOR, TENSOR_VIRTUAL, BOOLEAN, 1, 1, OPTIONAL},
        {CONVOLUTION, CONVOLUTION_COMPUTE_TYPE, DATA_TYPE, 1, 1},
        {CONVOLUTION, CONVOLUTION_CONVOLUTION_MODE, Type::CONVOLUTION_MODE, 1, 1},
        {CONVOLUTION, CONVOLUTION_SPATIAL_DIMS, INT64, 1, 1},
        {CONVOLUTION, CONVOLUTION_DILATIONS, INT64, 1, 6},
        {CONVOLUTION, CONVOLUTION_STRIDES, INT64, 1, 6},
        {CONVOLUTION, CONVOLUTION_PRE_PADDINGS, INT64, 1, 6},
        {CONVOLUTION, CONVOLUTION_POST_PADDINGS, INT64, 1, 6},
        {GRAPH, GRAPH_HANDLE, HANDLE, 1, 1},
        {GRAPH, GRAPH_OPERATIONS, DESCRIPTOR, 1, MANY, NEEDED, ANY_OPERATION},
        {GRAPH, GRAPH_ENGINES, INT64, 1, 1, READ_ONLY},
        {HEURISTICS, HEURISTICS_GRAPH, DESCRIPTOR, 1, 1, NEEDED, GRAPH},
        {HEURISTICS, HEURISTICS_MODE, HEURISTIC_MODE, 1, 1},
        {HEURISTICS, HEURISTICS_RESULTS, DESCRIPTOR, 1, MANY, READ_ONLY, ENGINE_CONFIG},
        {ENGINE, ENGINE_GRAPH, DESCRIPTOR, 1, 1, NEEDED, GRAPH},
        {ENGINE, ENGINE_INDEX, INT64, 1, 1},
        {ENGINE, ENGINE_NOTES, NUMERICAL_NOTE, 0, MANY, READ_ONLY},
        {ENGINE, ENGINE_BEHAVIOR, BEHAVIOR_NOTE, 0, MANY, READ_ONLY},
        {ENGINE_CONFIG, CONFIG_ENGINE, DESCRIPTOR, 1, 1, NEEDED, ENGINE},
        {ENGINE_CONFIG, CONFIG_KNOBS, DESCRIPTOR, 0, MANY, OPTIONAL, KNOB_CHOICE},
        {KNOB_CHOICE, KNOB_CHOICE_TYPE, KNOB_TYPE, 1, 1},
        {KNOB_CHOICE, KNOB_CHOICE_VALUE, INT64, 1, 1},
        {PLAN, PLAN_HANDLE, HANDLE, 1, 1},
        {PLAN, PLAN_CONFIG, DESCRIPTOR, 1, 1, NEEDED, ENGINE_CONFIG},
        {PLAN, PLAN_WORKSPACE, INT64, 1, 1, READ_ONLY},
        {VARIANT_PACK, PACK_IDS, INT64, 1, MANY},
        {VARIANT_PACK, PACK_POINTERS, VOID_PTR, 1, MANY},
        {VARIANT_PACK, PACK_WORKSPACE, VOID_PTR, 1, 1}};

std::string complaint(int attribute, const std::string& why) {
    return "cudnnBackendFinalize: attribute " + std::to_string(attribute) + " " + why;
}

cudnnStatus_t finalizeTensor(const Object& tensor) {
    size_t dims = tensor.at(TENSOR_DIMENSIONS).count();
    if (tensor.at(TENSOR_STRIDES).count() != dims)
        return bad(complaint(TENSOR_STRIDES, "is not as long as the dimensions"));
    for (int attribute : {TENSOR_DIMENSIONS, TENSOR_STRIDES})
        for (int64_t value : tensor.at(attribute).words)
            if (value < 1) return bad(complaint(attribute, "has a number below 1"));
    int64_t alignment = tensor.number(TENSOR_ALIGNMENT);
    int type = int(tensor.number(TENSOR_TYPE));
    if (alignment < 1 || alignment % (type == FLOAT ? 4 : 2)) return bad(complaint(TENSOR_ALIGNMENT, "is none"));
    if (type != FLOAT && type != BF16) return unsupported(complaint(TENSOR_TYPE, "is neither float nor bfloat16"));
    if (dims != 4) return unsupported(complaint(TENSOR_DIMENSIONS, "has not 4 numbers"));
    bool isVirtual = tensor.at(TENSOR_VIRTUAL).count() && tensor.number(TENSOR_VIRTUAL);
    return isVirtual ? unsupported(complaint(TENSOR_VIRTUAL, "is true")) : CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeConvolution(const Object& convolution) {
    int64_t dims = convolution.number(CONVOLUTION_SPATIAL_DIMS);
    for (int attribute :
         {CONVOLUTION_DILATIONS, CONVOLUTION_STRIDES, CONVOLUTION_PRE_PADDINGS, CONVOLUTION_POST_PADDINGS}) {
        const std::vector<int64_t>& values = convolution.at(attribute).words;
        if (int64_t(values.size()) != dims) return bad(complaint(attribute, "has not one number for each dimension"));
        int64_t least = attribute == CONVOLUTION_DILATIONS || attribute == CONVOLUTION_STRIDES;
        for (int64_t value : values)
            if (value < least) return bad(complaint(attribute, "has a number below " + std::to_string(least)));
    }
    if (dims != 2) return unsupported(complaint(CONVOLUTION_SPATIAL_DIMS, "is not 2"));
    for (int64_t dilation : convolution.at(CONVOLUTION_DILATIONS).words)
        if (dilation != 1) return unsupported(complaint(CONVOLUTION_DILATIONS, "has a number above 1"));
    if (convolution.number(CONVOLUTION_CONVOLUTION_MODE) != 1)
        return unsupported(complaint(CONVOLUTION_CONVOLUTION_MODE, "is no cross-correlation"));
    if (convolution.number(CONVOLUTION_COMPUTE_TYPE) != FLOAT)
        return unsupported(complaint(CONVOLUTION_COMPUTE_TYPE, "is not float"));
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeOperation(const Object& operation) {
    int first = base(operation.kind);
    const Object &x = operation.part(first + PART_X), &w = operation.part(first + PART_W),
                 &y = operation.part(first + PART_Y);
    std::set<int64_t> ids{x.number(TENSOR_ID), w.number(TENSOR_ID), y.number(TENSOR_ID)};
    if (ids.size() != 3) return bad("cudnnBackendFinalize: two tensors of one id");
    Tensor xt = tensorOf(x), wt = tensorOf(w), yt = tensorOf(y);
    Convolution convolution = convolutionOf(operation.part(first + PART_CONVOLUTION));
    return checkConvolution("cudnnBackendFinalize", &xt, &wt, &convolution, &yt);
}

cudnnStatus_t finalizePack(const Object& pack) {
    const std::vector<int64_t>& ids = pack.at(PACK_IDS).words;
    if (ids.size() != pack.at(PACK_POINTERS).count()) return bad(complaint(PACK_POINTERS, "is not as long as the ids"));
    if (std::set<int64_t>(ids.begin(), ids.end()).size() != ids.size())
        return bad(complaint(PACK_IDS, "has an id twice"));
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeGraph(Object& graph) {
    if (!live(reinterpret_cast<const Handle*>(graph.number(GRAPH_HANDLE))))
        return bad(complaint(GRAPH_HANDLE, "is no handle"));
    if (graph.at(GRAPH_OPERATIONS).count() != 1) return unsupported(complaint(GRAPH_OPERATIONS, "has several"));
    graph.values[GRAPH_ENGINES].words = {ENGINE_COUNT};
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeKind(Object& object) {
    switch (object.kind) {
        case TENSOR: return finalizeTensor(object);
        case CONVOLUTION: return finalizeConvolution(object);
        case VARIANT_PACK: return finalizePack(object);
        case GRAPH: return finalizeGraph(object);
        case KNOB_CHOICE: return CUDNN_STATUS_SUCCESS;
        default: return isOperation(object.kind) ? finalizeOperation(object) : finalizeEngine(object);
    }
}

}  // namespace

const Value& Object::at(int attribute) const {
    static const Value none;
    auto found = values.find(attribute);
    return found == values.end() ? none : found->second;
}

float Object::real(int attribute) const {
    float value;
    std::memcpy(&value, at(attribute).words.data(), sizeof value);
    return value;
}

bool isOperation(int kind) {
    return kind >= OPERATION_FORWARD && kind <= OPERATION_BACKWARD_DATA;
}

int base(int kind) {
    return kind == OPERATION_FORWARD ? 700 : kind == OPERATION_BACKWARD_DATA ? 706 : 712;
}

std::vector<Rule> rulesOf(int kind) {
    if (isOperation(kind)) {
        int first = base(kind);
        return {{kind, first + ALPHA, REAL, 1, 1},
                {kind, first + BETA, REAL, 1, 1},
                {kind, first + PART_CONVOLUTION, DESCRIPTOR, 1, 1, NEEDED, CONVOLUTION},
                {kind, first + PART_W, DESCRIPTOR, 1, 1, NEEDED, TENSOR},
                {kind, first + PART_X, DESCRIPTOR, 1, 1, NEEDED, TENSOR},
                {kind, first + PART_Y, DESCRIPTOR, 1, 1, NEEDED, TENSOR}};
    }
    std::vector<Rule> own;
    for (const Rule& rule : RULES)
        if (rule.kind == kind) own.push_back(rule);
    return own;
}

cudnnStatus_t finalize(Object& object) {
    for (const Rule& rule : rulesOf(object.kind))
        if (rule.access == NEEDED && !object.at(rule.attribute).count())
            return bad(complaint(rule.attribute, "is not set"));
    cudnnStatus_t status = finalizeKind(object);
    object.finalized = status == CUDNN_STATUS_SUCCESS;
    return status;
}

Tensor tensorOf(const Object& object) {
    Tensor tensor;
    tensor.set = true;
    tensor.type = int(object.number(TENSOR_TYPE));
    for (size_t d = 0; d < 4; d++) {
        tensor.dim[d] = int(object.at(TENSOR_DIMENSIONS).words[d]);
        tensor.stride[d] = long(object.at(TENSOR_STRIDES).words[d]);
    }
    return tensor;
}

Convolution convolutionOf(const Object& object) {
    Convolution convolution;
    convolution.set = true;
    for (size_t d = 0; d < 2; d++) {
        convolution.pad[d] = int(object.at(CONVOLUTION_PRE_PADDINGS).words[d]);
        convolution.post[d] = int(object.at(CONVOLUTION_POST_PADDINGS).words[d]);
        convolution.stride[d] = int(object.at(CONVOLUTION_STRIDES).words[d]);
    }
    return convolution;
}

Direction directionOf(const Object& operation) {
    return operation.kind == OPERATION_FORWARD         ? FORWARD
           : operation.kind == OPERATION_BACKWARD_DATA ? BACKWARD_DATA
                                                       : BACKWARD_FILTER;
}

}  // namespace backend
}  // namespace dnn
