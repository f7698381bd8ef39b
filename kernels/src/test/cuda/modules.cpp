// Modules and launches. A module runs the kernels compiled into this library; of its image, where it is PTX, the names
// of its entries are read, so that a kernel missing from it is missing here.
#include <cctype>
#include <cstring>

#include "blocks.h"
#include "gpu.h"

using namespace janus;

namespace {

std::map<std::string, const Kernel*>& table() {
    static auto* kernels = new std::map<std::string, const Kernel*>;
    return *kernels;
}

CUresult checkArguments(const Kernel& kernel, const Bound& bound) {
    for (const Bound::Argument& argument : bound.pointers) {
        if (reinterpret_cast<size_t>(argument.pointer) % argument.bytes)
            return fault(CUDA_ERROR_MISALIGNED_ADDRESS, std::string(kernel.name) + ": a misaligned pointer argument");
        if (!live(argument.pointer, argument.bytes))
            return fault(CUDA_ERROR_ILLEGAL_ADDRESS,
                    std::string(kernel.name) + ": a pointer argument is not inside a live allocation");
    }
    return CUDA_SUCCESS;
}

CUresult runKernel(const Kernel& kernel, const Bound& bound, uint3 grid, uint3 block) {
    gpu().counters.launches++;
    if (CUresult error = checkArguments(kernel, bound)) return error;
    std::string failure = run(kernel.name, grid, block, bound.body);
    if (!failure.empty()) return fault(CUDA_ERROR_LAUNCH_FAILED, failure);
    for (const Bound::Argument& argument : bound.pointers)
        if (CUresult error = checkMargins(argument.pointer, kernel.name)) return error;
    return CUDA_SUCCESS;
}

CUresult checkSizes(const Kernel& kernel, uint3 grid, uint3 block, unsigned sharedBytes) {
    const std::string name = kernel.name;
    if (!grid.x || !grid.y || !grid.z || grid.x > 2147483647u || grid.y > 65535 || grid.z > 65535)
        return refuse(CUDA_ERROR_INVALID_VALUE, name + ": a grid of no or too many blocks");
    if (!block.x || !block.y || !block.z || block.x > 1024 || block.y > 1024 || block.z > 64)
        return refuse(CUDA_ERROR_INVALID_VALUE, name + ": a block of no or too many threads");
    if (block.x * block.y * block.z > 1024)
        return refuse(CUDA_ERROR_INVALID_VALUE, name + ": more than 1024 threads in a block");
    if (sharedBytes > 48 << 10)
        return refuse(CUDA_ERROR_INVALID_VALUE, name + ": more than 48 KiB of dynamic shared memory");
    if (block.x * block.y * block.z > unsigned(kernel.most))
        return refuse(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, name + ": more threads than its launch bounds allow");
    return CUDA_SUCCESS;
}

/** The text of a module's image; empty where it is no text. */
using Module = std::string;
std::set<Module*> loaded;

bool has(const Module& module, const std::string& name) {
    const std::string entry = ".entry " + name;
    for (size_t at = module.find(entry); at != std::string::npos; at = module.find(entry, at + 1)) {
        unsigned char after = (unsigned char)module[at + entry.size()];
        if (after == '(' || std::isspace(after)) return true;
    }
    return module.empty();
}

}  // namespace

void Kernel::enter(const Kernel* kernel) {
    if (!table().emplace(kernel->name, kernel).second) {
        std::fprintf(stderr, "emulated GPU: two kernels are named %s\n", kernel->name);
        std::abort();
    }
}

JANUS_API CUresult cuModuleLoadData(Module** module, const void* image) {
    JANUS_ENTER("cuModuleLoadData");
    if (!module || !image) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult error = disturb("cuModuleLoadData")) return error;
    const char* text = static_cast<const char*>(image);
    bool ptx = *text == '/' || *text == '.';
    *module = *loaded.insert(new Module(ptx ? text : "")).first;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuModuleUnload(Module* module) {
    JANUS_ENTER("cuModuleUnload");
    if (!loaded.erase(module)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuModuleUnload: not a loaded module");
    delete module;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuModuleGetFunction(const Kernel** function, Module* module, const char* name) {
    JANUS_ENTER("cuModuleGetFunction");
    if (!function || !name) return CUDA_ERROR_INVALID_VALUE;
    if (!loaded.count(module)) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuModuleGetFunction: not a loaded module");
    if (!has(*module, name)) return refuse(CUDA_ERROR_NOT_FOUND, std::string("the module has no kernel ") + name);
    auto found = table().find(name);
    if (found == table().end()) return refuse(CUDA_ERROR_NOT_FOUND, std::string("the sources have no kernel ") + name);
    *function = found->second;
    return CUDA_SUCCESS;
}

JANUS_API CUresult cuLaunchKernel(
        const Kernel* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
        unsigned blockZ, unsigned sharedBytes, void* stream, void** arguments, void** extra) {
    JANUS_ENTER("cuLaunchKernel");
    if (!function) return refuse(CUDA_ERROR_INVALID_HANDLE, "cuLaunchKernel: no function");
    uint3 grid{gridX, gridY, gridZ};
    uint3 block{blockX, blockY, blockZ};
    if (CUresult error = checkSizes(*function, grid, block, sharedBytes)) return error;
    if (extra || !arguments) return refuse(CUDA_ERROR_INVALID_VALUE, "cuLaunchKernel: no kernel parameters");
    return submit(stream, [=, bound = function->bind(arguments)] { return runKernel(*function, bound, grid, block); });
}
