// The calls of cuDNN's graph interface: descriptors are created, given attributes, finalized, read and destroyed.
#include "cudnn_backend.h"

#include <algorithm>
#include <cstring>

using namespace dnn;
using namespace dnn::backend;

namespace {

struct Descriptor {
    Shared object;
};

std::set<const Descriptor*> descriptors;

bool known(const Descriptor* descriptor) {
    return descriptors.count(descriptor);
}

size_t sizeOf(int type) {
    if (type == BOOLEAN) return 1;
    return type == HANDLE || type == INT64 || type == VOID_PTR || type == DESCRIPTOR ? 8 : 4;
}

/** The rule for an attribute of this type, or an empty one and why not. */
Rule ruleFor(const Object& object, int attribute, int type, std::string& why) {
    for (const Rule& rule : rulesOf(object.kind)) {
        if (rule.attribute != attribute) continue;
        if (rule.type == type) return rule;
        why = "attribute " + std::to_string(attribute) + " is not of type " + std::to_string(type);
        return {};
    }
    why = "no attribute " + std::to_string(attribute) + " of a descriptor of type " + std::to_string(object.kind);
    return {};
}

bool fits(const Rule& rule, const Object& part) {
    return rule.part == ANY_OPERATION ? isOperation(part.kind) : rule.part == part.kind;
}

cudnnStatus_t readParts(const Rule& rule, int64_t count, Descriptor* const* elements, Value& value) {
    for (int64_t i = 0; i < count; i++) {
        DNN_CALL_NEEDS("cudnnBackendSetAttribute", known(elements[i]), "a descriptor that is none");
        const Shared& part = elements[i]->object;
        DNN_CALL_NEEDS("cudnnBackendSetAttribute", fits(rule, *part), "a descriptor of another type");
        DNN_CALL_NEEDS("cudnnBackendSetAttribute", part->finalized, "a descriptor that is not finalized");
        value.parts.push_back(part);
    }
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t writeParts(const Rule& rule, int64_t count, Descriptor* const* elements, const Value& value) {
    for (int64_t i = 0; i < count; i++) {
        DNN_CALL_NEEDS("cudnnBackendGetAttribute", known(elements[i]), "a descriptor that is none");
        DNN_CALL_NEEDS("cudnnBackendGetAttribute", fits(rule, *elements[i]->object), "a descriptor of another type");
        DNN_CALL_NEEDS("cudnnBackendGetAttribute", !elements[i]->object->finalized, "a descriptor that is finalized");
        elements[i]->object = value.parts[size_t(i)];
    }
    return CUDNN_STATUS_SUCCESS;
}

}  // namespace

JANUS_API cudnnStatus_t cudnnBackendCreateDescriptor(int kind, Descriptor** descriptor) {
    DNN_ENTER;
    DNN_NEEDS(descriptor, "no place for the descriptor");
    DNN_SUPPORTS(!rulesOf(kind).empty(), "type " + std::to_string(kind) + " is not emulated");
    *descriptor = new Descriptor{std::make_shared<Object>(Object{kind})};
    descriptors.insert(*descriptor);
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnBackendDestroyDescriptor(Descriptor* descriptor) {
    DNN_ENTER;
    DNN_NEEDS(known(descriptor), "no descriptor, or one that is destroyed");
    descriptors.erase(descriptor);
    delete descriptor;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnBackendSetAttribute(
        Descriptor* descriptor, int attribute, int type, int64_t count, const void* elements) {
    DNN_ENTER;
    DNN_NEEDS(known(descriptor), "no descriptor, or one that is destroyed");
    Object& object = *descriptor->object;
    DNN_NEEDS(!object.finalized, "the descriptor is finalized");
    std::string why;
    const Rule rule = ruleFor(object, attribute, type, why);
    DNN_NEEDS(why.empty(), why);
    DNN_NEEDS(rule.access != READ_ONLY, "attribute " + std::to_string(attribute) + " is read alone");
    DNN_NEEDS(count >= rule.least && count <= rule.most,
            "attribute " + std::to_string(attribute) + " with " + std::to_string(count) + " elements");
    DNN_NEEDS(elements || count == 0, "the elements are null");
    Value value;
    if (type == DESCRIPTOR) {
        auto parts = static_cast<Descriptor* const*>(elements);
        if (cudnnStatus_t error = readParts(rule, count, parts, value)) return error;
    } else {
        value.words.resize(size_t(count));
        for (size_t i = 0; i < size_t(count); i++)
            std::memcpy(&value.words[i], static_cast<const char*>(elements) + i * sizeOf(type), sizeOf(type));
    }
    DNN_SUPPORTS(type != KNOB_TYPE || value.words[0] < KNOB_COUNT, "a knob that is not known");
    object.values[attribute] = value;
    return CUDNN_STATUS_SUCCESS;
}

JANUS_API cudnnStatus_t cudnnBackendFinalize(Descriptor* descriptor) {
    DNN_ENTER;
    DNN_NEEDS(known(descriptor), "no descriptor, or one that is destroyed");
    DNN_NEEDS(!descriptor->object->finalized, "the descriptor is finalized");
    return finalize(*descriptor->object);
}

/** Fills what was asked for, as far as there is so much, and tells how much there is. */
JANUS_API cudnnStatus_t cudnnBackendGetAttribute(
        const Descriptor* descriptor, int attribute, int type, int64_t most, int64_t* count, void* elements) {
    DNN_ENTER;
    DNN_NEEDS(known(descriptor), "no descriptor, or one that is destroyed");
    const Object& object = *descriptor->object;
    DNN_NEEDS(object.finalized, "the descriptor is not finalized");
    std::string why;
    const Rule rule = ruleFor(object, attribute, type, why);
    DNN_NEEDS(why.empty(), why);
    DNN_NEEDS(most >= 0 && (elements || most == 0), "the elements are null");
    const Value& value = object.at(attribute);
    if (count) *count = int64_t(value.count());
    int64_t filled = std::min(most, int64_t(value.count()));
    if (type == DESCRIPTOR) return writeParts(rule, filled, static_cast<Descriptor* const*>(elements), value);
    for (size_t i = 0; i < size_t(filled); i++)
        std::memcpy(static_cast<char*>(elements) + i * sizeOf(type), &value.words[i], sizeOf(type));
    return CUDNN_STATUS_SUCCESS;
}

namespace {

struct Binding {
    Tensor tensor;
    const void* data;
};

/** The tensor of an operation's part, and where the pack says it lies. */
cudnnStatus_t bind(const char* call, const Object& operation, Part part, const Object& pack, Binding& binding) {
    const Object& tensor = operation.part(base(operation.kind) + part);
    const std::vector<int64_t>& ids = pack.at(PACK_IDS).words;
    auto id = std::find(ids.begin(), ids.end(), tensor.number(TENSOR_ID));
    DNN_CALL_NEEDS(call, id != ids.end(),
            "no pointer for the tensor of id " + std::to_string(tensor.number(TENSOR_ID)));
    int64_t address = pack.at(PACK_POINTERS).words[size_t(id - ids.begin())];
    DNN_CALL_NEEDS(call, address % tensor.number(TENSOR_ALIGNMENT) == 0, "a pointer that is not aligned as promised");
    binding = {tensorOf(tensor), reinterpret_cast<const void*>(address)};
    return CUDNN_STATUS_SUCCESS;
}

}  // namespace

JANUS_API cudnnStatus_t cudnnBackendExecute(const Handle* handle, const Descriptor* plan, const Descriptor* pack) {
    DNN_HANDLE(handle);
    DNN_NEEDS(known(plan) && known(pack), "no descriptor, or one that is destroyed");
    const Object &planned = *plan->object, &packed = *pack->object;
    DNN_NEEDS(planned.kind == PLAN && packed.kind == VARIANT_PACK, "not a plan and a variant pack");
    DNN_NEEDS(planned.finalized && packed.finalized, "a descriptor that is not finalized");
    const Object& operation =
            planned.part(PLAN_CONFIG).part(CONFIG_ENGINE).part(ENGINE_GRAPH).part(GRAPH_OPERATIONS);
    Binding x, w, y;
    if (cudnnStatus_t error = bind(__func__, operation, PART_X, packed, x)) return error;
    if (cudnnStatus_t error = bind(__func__, operation, PART_W, packed, w)) return error;
    if (cudnnStatus_t error = bind(__func__, operation, PART_Y, packed, y)) return error;
    DNN_NEEDS(packed.at(PACK_IDS).count() == 3, "a pointer for a tensor that the graph lacks");
    void* space = reinterpret_cast<void*>(packed.number(PACK_WORKSPACE));
    size_t bytes = size_t(planned.number(PLAN_WORKSPACE));
    DNN_NEEDS(space || !bytes, "the plan needs a workspace");
    int first = base(operation.kind);
    return submit(handle, __func__,
            {directionOf(operation), convolutionOf(operation.part(first + PART_CONVOLUTION)), x.tensor, w.tensor,
             y.tensor, x.data, w.data, y.data, {operation.real(first + ALPHA), operation.real(first + BETA)}, space,
             bytes, arithmeticOf(planned)});
}
