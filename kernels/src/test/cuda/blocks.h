// Runs the grid of a kernel on the host: block after block, each thread of a block a fiber of its own where it waits.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct uint3 {
    unsigned x, y, z;
};

extern uint3 threadIdx, blockIdx, blockDim, gridDim;

namespace janus {

/** What a kernel's thread does while it runs. Each is called from inside a kernel alone. */
void barrier(const char* file, int line);
unsigned long long exchange(unsigned mask, unsigned long long value, unsigned source, const char* file, int line);
void share(void* start, size_t bytes);
[[noreturn]] void trap(const std::string& why);

/** A kernel with its arguments, ready to run many times. */
struct Bound {
    struct Argument {
        const void* pointer;
        size_t bytes;
    };
    std::function<void()> body;
    std::vector<Argument> pointers;
};

/** A kernel of the table: its name, the most threads of a block it allows, and how its arguments are read. */
class Kernel {
  public:
    template <class... A>
    Kernel(const char* name, int most, void (*body)(A...))
        : name(name), most(most), bind([body](void** from) { return bound(body, from, std::index_sequence_for<A...>{}); }) {
        enter(this);
    }

    const char* const name;
    const int most;
    const std::function<Bound(void**)> bind;

  private:
    static void enter(const Kernel* kernel);

    template <class... A, size_t... I>
    static Bound bound(void (*body)(A...), void** from, std::index_sequence<I...>) {
        std::tuple<A...> values(*static_cast<A*>(from[I])...);
        Bound kernel{[body, values] { std::apply(body, values); }, {}};
        (note(kernel, std::get<I>(values)), ...);
        return kernel;
    }

    template <class T>
    static void note(Bound& kernel, T* pointer) {
        if (pointer) kernel.pointers.push_back({pointer, sizeof(T)});
    }

    template <class T>
    static void note(Bound&, T) {}
};

/** Runs every block; returns what went wrong, or an empty text. */
std::string run(const char* name, uint3 grid, uint3 block, const std::function<void()>& body);

}  // namespace janus
