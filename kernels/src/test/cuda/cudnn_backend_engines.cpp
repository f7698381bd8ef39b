// The engines of the graph interface. Each differs in what a client must tell apart: by its notes, by whether a plan of
// it can be made, and by its numbers, so that a test of those finds a wrong choice.
#include "cudnn_backend.h"

namespace dnn {
namespace backend {

namespace {

enum Note { TENSOR_CORE = 0, DOWN_CONVERT_INPUTS = 1, NONDETERMINISTIC = 4 };
enum Mode { INSTANT = 0, B = 1, FALLBACK = 2, A = 3 };
enum Knob { TILE = 2, SPLIT = 13 };

struct Engine {
    int index;
    std::vector<int64_t> notes;
    Arithmetic arithmetic;
    bool plans = true;
    /** The most that each of its knobs may be. */
    std::map<int64_t, int64_t> knobs = {};
};

constexpr int TF32 = 10, HALF_WIDTH = 7, FULL = 23;

const Engine TABLE[] = {
        {1, {}, {FULL}},
        {30, {NONDETERMINISTIC}, {FULL, true}},
        {31, {}, {FULL}, false},
        {32, {}, {FULL}},
        {33, {TENSOR_CORE}, {TF32}, true, {{TILE, 4}, {SPLIT, 1}}},
        {34, {TENSOR_CORE, DOWN_CONVERT_INPUTS}, {HALF_WIDTH}}};

struct Choice {
    int index;
    std::map<int64_t, int64_t> knobs;
};

const std::vector<Choice> BEST{
        {30, {}}, {31, {}}, {32, {}}, {33, {{TILE, 1}, {SPLIT, 0}}}, {33, {{TILE, 4}, {SPLIT, 1}}}, {34, {}}};
const std::vector<Choice> FALLBACKS{{1, {}}};

const Engine* find(int64_t index) {
    for (const Engine& engine : TABLE)
        if (engine.index == index) return &engine;
    return nullptr;
}

const Engine& engineOf(const Object& config) {
    return *find(config.part(CONFIG_ENGINE).number(ENGINE_INDEX));
}

Shared made(int kind, std::map<int, Value> values) {
    Shared object = std::make_shared<Object>(Object{kind, false, std::move(values)});
    finalize(*object);
    return object;
}

Shared config(const Shared& graph, const Choice& choice) {
    Shared engine = made(ENGINE, {{ENGINE_GRAPH, {{}, {graph}}}, {ENGINE_INDEX, {{choice.index}, {}}}});
    Value knobs;
    for (auto [type, value] : choice.knobs)
        knobs.parts.push_back(
                made(KNOB_CHOICE, {{KNOB_CHOICE_TYPE, {{type}, {}}}, {KNOB_CHOICE_VALUE, {{value}, {}}}}));
    return made(ENGINE_CONFIG, {{CONFIG_ENGINE, {{}, {engine}}}, {CONFIG_KNOBS, knobs}});
}

cudnnStatus_t finalizeHeuristics(Object& heuristics) {
    int64_t mode = heuristics.number(HEURISTICS_MODE);
    DNN_CALL_NEEDS("cudnnBackendFinalize", mode >= INSTANT && mode <= A, "no such heuristic");
    const Shared& graph = heuristics.at(HEURISTICS_GRAPH).parts[0];
    for (const Choice& choice : mode == FALLBACK ? FALLBACKS : BEST)
        heuristics.values[HEURISTICS_RESULTS].parts.push_back(config(graph, choice));
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeConfig(const Object& config) {
    const Engine& engine = engineOf(config);
    std::set<int64_t> chosen;
    for (const Shared& knob : config.at(CONFIG_KNOBS).parts) {
        int64_t type = knob->number(KNOB_CHOICE_TYPE), value = knob->number(KNOB_CHOICE_VALUE);
        DNN_CALL_NEEDS("cudnnBackendFinalize", chosen.insert(type).second, "a knob is chosen twice");
        auto most = engine.knobs.find(type);
        DNN_CALL_SUPPORTS("cudnnBackendFinalize", most != engine.knobs.end(), "a knob that the engine lacks");
        DNN_CALL_SUPPORTS("cudnnBackendFinalize", value >= 0 && value <= most->second, "a knob's value out of range");
    }
    return CUDNN_STATUS_SUCCESS;
}

int64_t workspace(const Object& config) {
    if (engineOf(config).knobs.empty()) return 0;
    int64_t tile = 1;
    for (const Shared& knob : config.at(CONFIG_KNOBS).parts)
        if (knob->number(KNOB_CHOICE_TYPE) == TILE) tile = knob->number(KNOB_CHOICE_VALUE);
    const Object& operation = config.part(CONFIG_ENGINE).part(ENGINE_GRAPH).part(GRAPH_OPERATIONS);
    Part result = operation.kind == OPERATION_FORWARD         ? PART_Y
                  : operation.kind == OPERATION_BACKWARD_DATA ? PART_X
                                                              : PART_W;
    return 256 + 4 * tile * tensorOf(operation.part(base(operation.kind) + result)).count();
}

cudnnStatus_t finalizePlan(Object& plan) {
    DNN_CALL_NEEDS("cudnnBackendFinalize", live(reinterpret_cast<const Handle*>(plan.number(PLAN_HANDLE))),
            "the plan's handle is none");
    DNN_CALL_SUPPORTS("cudnnBackendFinalize", janus::gpu().unsupported != "cudnnBackendFinalize", "it is told so");
    const Object& config = plan.part(PLAN_CONFIG);
    DNN_CALL_SUPPORTS("cudnnBackendFinalize", engineOf(config).plans,
            "engine " + std::to_string(engineOf(config).index) + " does not take this graph");
    plan.values[PLAN_WORKSPACE].words = {workspace(config)};
    return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t finalizeEngineItself(Object& object) {
    const Engine* engine = find(object.number(ENGINE_INDEX));
    DNN_CALL_SUPPORTS("cudnnBackendFinalize", engine, "no engine " + std::to_string(object.number(ENGINE_INDEX)));
    object.values[ENGINE_NOTES].words = engine->notes;
    return CUDNN_STATUS_SUCCESS;
}

}  // namespace

cudnnStatus_t finalizeEngine(Object& object) {
    switch (object.kind) {
        case ENGINE: return finalizeEngineItself(object);
        case ENGINE_CONFIG: return finalizeConfig(object);
        case HEURISTICS: return finalizeHeuristics(object);
        default: return finalizePlan(object);
    }
}

Arithmetic arithmeticOf(const Object& plan) {
    return engineOf(plan.part(PLAN_CONFIG)).arithmetic;
}

}  // namespace backend
}  // namespace dnn
