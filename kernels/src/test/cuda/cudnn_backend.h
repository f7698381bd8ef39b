// The emulated cuDNN's graph interface: objects made of attributes, which others share once they are finalized.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "cudnn_convolution.h"

namespace dnn {
namespace backend {

enum Kind {
    CONVOLUTION = 1,
    ENGINE = 2,
    ENGINE_CONFIG = 3,
    HEURISTICS = 4,
    PLAN = 5,
    KNOB_CHOICE = 7,
    OPERATION_FORWARD = 10,
    OPERATION_BACKWARD_FILTER = 11,
    OPERATION_BACKWARD_DATA = 12,
    GRAPH = 15,
    VARIANT_PACK = 16,
    TENSOR = 17,
    /** In rules alone: any of the operations. */
    ANY_OPERATION = -1
};

enum Type {
    HANDLE = 0,
    DATA_TYPE = 1,
    BOOLEAN = 2,
    INT64 = 3,
    REAL = 4,
    VOID_PTR = 6,
    CONVOLUTION_MODE = 7,
    HEURISTIC_MODE = 8,
    KNOB_TYPE = 9,
    NUMERICAL_NOTE = 11,
    DESCRIPTOR = 15,
    BEHAVIOR_NOTE = 19
};

enum Attribute {
    CONVOLUTION_COMPUTE_TYPE = 100,
    CONVOLUTION_CONVOLUTION_MODE = 101,
    CONVOLUTION_DILATIONS = 102,
    CONVOLUTION_STRIDES = 103,
    CONVOLUTION_POST_PADDINGS = 104,
    CONVOLUTION_PRE_PADDINGS = 105,
    CONVOLUTION_SPATIAL_DIMS = 106,
    HEURISTICS_MODE = 200,
    HEURISTICS_GRAPH = 201,
    HEURISTICS_RESULTS = 202,
    CONFIG_ENGINE = 300,
    CONFIG_KNOBS = 302,
    PLAN_HANDLE = 400,
    PLAN_CONFIG = 401,
    PLAN_WORKSPACE = 402,
    KNOB_CHOICE_TYPE = 600,
    KNOB_CHOICE_VALUE = 601,
    GRAPH_HANDLE = 800,
    GRAPH_OPERATIONS = 801,
    GRAPH_ENGINES = 802,
    TENSOR_ALIGNMENT = 900,
    TENSOR_TYPE = 901,
    TENSOR_DIMENSIONS = 902,
    TENSOR_STRIDES = 903,
    TENSOR_ID = 906,
    TENSOR_VIRTUAL = 907,
    PACK_IDS = 1000,
    PACK_POINTERS = 1001,
    PACK_WORKSPACE = 1003,
    ENGINE_GRAPH = 1300,
    ENGINE_INDEX = 1301,
    ENGINE_NOTES = 1303,
    ENGINE_BEHAVIOR = 1305
};

/** Attributes of an operation, as what `base` of its kind is added to. */
enum Part { ALPHA = 0, BETA = 1, PART_CONVOLUTION = 2, PART_W = 3, PART_X = 4, PART_Y = 5 };

struct Object;
using Shared = std::shared_ptr<Object>;

/** Numbers, addresses and bits of floats, or else objects. */
struct Value {
    std::vector<int64_t> words;
    std::vector<Shared> parts;

    size_t count() const { return words.size() + parts.size(); }
};

/** What a descriptor holds; a finalized one never changes, so an object outlives the descriptors of its parts. */
struct Object {
    int kind;
    bool finalized = false;
    std::map<int, Value> values = {};

    const Value& at(int attribute) const;
    int64_t number(int attribute) const { return at(attribute).words[0]; }
    float real(int attribute) const;
    const Object& part(int attribute) const { return *at(attribute).parts[0]; }
};

enum Access { NEEDED, OPTIONAL, READ_ONLY };

struct Rule {
    int kind, attribute, type;
    int64_t least, most;
    Access access = NEEDED;
    /** The kind of the objects of a descriptor's attribute. */
    int part = 0;
};

/** Engines have indices below it. */
constexpr int64_t ENGINE_COUNT = 35;

/** Types of knobs are below it. */
constexpr int64_t KNOB_COUNT = 38;

/** The attributes that descriptors of a kind have. */
std::vector<Rule> rulesOf(int kind);

/** The number of the first attribute of an operation's kind. */
int base(int kind);
bool isOperation(int kind);

/** Checks what is set and derives what is read. */
cudnnStatus_t finalize(Object& object);
/** The same of engines, their configurations, heuristics and plans. */
cudnnStatus_t finalizeEngine(Object& object);

Tensor tensorOf(const Object& object);
Convolution convolutionOf(const Object& object);
Direction directionOf(const Object& operation);

/** Of the plan's engine. */
Arithmetic arithmeticOf(const Object& plan);

}  // namespace backend
}  // namespace dnn
