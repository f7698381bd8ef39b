// Threads of a block as fibers. A fiber runs thread after thread until one of them waits; then the next thread starts in
// another fiber. A kernel without barriers so costs a loop. Threads run forwards in even blocks and backwards in odd
// ones: a missing barrier then shows, at the latest in the second block.
#include "blocks.h"

#include <cstring>
#include <memory>

uint3 threadIdx, blockIdx, blockDim, gridDim;

// Keeps the registers that a callee must keep on this stack, leaves its top at *from, and goes on at the top `to`.
extern "C" void janus_switch(void** from, void* to);
asm(R"(
.text
.hidden janus_switch
.globl janus_switch
.type janus_switch, @function
janus_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size janus_switch, .-janus_switch
)");

namespace janus {
namespace {

constexpr size_t STACK = 128 << 10;
constexpr size_t SHARED_MOST = 48 << 10;
constexpr unsigned WARP = 32;

struct Fiber {
    std::unique_ptr<char[]> stack{new char[STACK]};
    void* top = nullptr;
};

enum class State { UNSTARTED, READY, AT_BARRIER, AT_SHUFFLE, RETURNED };

struct Thread {
    State state = State::UNSTARTED;
    Fiber* fiber = nullptr;
    const char* file = nullptr;
    int line = 0;
    unsigned phase = 0;
};

/** The block that runs now. */
struct Block {
    const std::function<void()>* body;
    std::vector<Thread> threads;
    std::vector<unsigned long long> slots;  // two rounds of one value a thread
    std::vector<std::pair<void*, size_t>> shared;
    unsigned next = 0;
    unsigned current = 0;
    std::string failure;
};
Block block;
std::vector<std::unique_ptr<Fiber>> idle;
void* scheduler;

uint3 indexOf(unsigned t) {
    return {t % blockDim.x, t / blockDim.x % blockDim.y, t / (blockDim.x * blockDim.y)};
}

void leave(State state) {
    Thread& thread = block.threads[block.current];
    thread.state = state;
    janus_switch(&thread.fiber->top, scheduler);
}

unsigned orderOf(unsigned started) {
    bool odd = (blockIdx.x + blockIdx.y + blockIdx.z) % 2;
    return odd ? unsigned(block.threads.size()) - 1 - started : started;
}

Fiber* starting;

void fiberMain() {
    Fiber* self = starting;
    while (block.next < block.threads.size()) {
        block.current = orderOf(block.next++);
        threadIdx = indexOf(block.current);
        block.threads[block.current].fiber = self;
        (*block.body)();
        block.threads[block.current].state = State::RETURNED;
    }
    void* dead;
    janus_switch(&dead, scheduler);
}

void prepare(Fiber& fiber) {
    void** top = reinterpret_cast<void**>((reinterpret_cast<size_t>(fiber.stack.get()) + STACK) & ~size_t(15));
    *--top = nullptr;  // so that the stack is aligned as after a call
    *--top = reinterpret_cast<void*>(fiberMain);
    for (int saved = 0; saved < 6; saved++) *--top = nullptr;
    fiber.top = top;
}

std::string nameOf(unsigned t) {
    uint3 i = indexOf(t);
    return "thread (" + std::to_string(i.x) + "," + std::to_string(i.y) + "," + std::to_string(i.z) + ")";
}

std::string placeOf(unsigned t) {
    const Thread& thread = block.threads[t];
    if (thread.state == State::RETURNED) return nameOf(t) + " returned";
    return nameOf(t) + " waits at the " + (thread.state == State::AT_BARRIER ? "barrier " : "shuffle ") + thread.file
            + ":" + std::to_string(thread.line);
}

bool together(unsigned from, unsigned to, State state, bool returnedCount) {
    const Thread* first = nullptr;
    for (unsigned t = from; t < to; t++) {
        const Thread& thread = block.threads[t];
        if (returnedCount && thread.state == State::RETURNED) continue;
        if (thread.state != state) return false;
        if (first && state != State::RETURNED && (thread.line != first->line || std::strcmp(thread.file, first->file) != 0)) return false;
        first = &thread;
    }
    return first;
}

void wake(unsigned from, unsigned to) {
    for (unsigned t = from; t < to; t++)
        if (block.threads[t].state != State::RETURNED) block.threads[t].state = State::READY;
}

/** Lets all warps go on whose lanes stand at one shuffle, else the block where its threads stand at one barrier. */
bool release() {
    unsigned threads = unsigned(block.threads.size());
    bool any = false;
    for (unsigned warp = 0; warp + WARP <= threads; warp += WARP)
        if (together(warp, warp + WARP, State::AT_SHUFFLE, false)) {
            wake(warp, warp + WARP);
            any = true;
        }
    if (any || !together(0, threads, State::AT_BARRIER, true)) return any;
    wake(0, threads);
    return true;
}

/** Names a thread that waits, and one that keeps it waiting. */
void diverged() {
    unsigned threads = unsigned(block.threads.size());
    unsigned one = threads - 1;
    while (block.threads[one].state == State::RETURNED) one--;
    bool partial = block.threads[one].state == State::AT_SHUFFLE && one / WARP == threads / WARP;
    unsigned other = 0;
    while (!partial && other < one && block.threads[other].state == block.threads[one].state
           && block.threads[other].line == block.threads[one].line)
        other++;
    block.failure = "the threads of a block diverge: " + placeOf(one) + ", "
            + (partial ? std::string("in a warp that is not full") : placeOf(other));
}

void resume(unsigned t) {
    block.current = t;
    threadIdx = indexOf(t);
    janus_switch(&scheduler, block.threads[t].fiber->top);
}

void runBlock() {
    unsigned threads = unsigned(block.threads.size());
    size_t used = 0;
    while (block.next < threads && block.failure.empty()) {
        if (used == idle.size()) idle.push_back(std::make_unique<Fiber>());
        starting = idle[used++].get();
        prepare(*starting);
        janus_switch(&scheduler, starting->top);
    }
    while (block.failure.empty()) {
        if (together(0, threads, State::RETURNED, false)) return;
        if (!release()) return diverged();
        for (unsigned i = 0; i < threads && block.failure.empty(); i++)
            if (block.threads[orderOf(i)].state == State::READY) resume(orderOf(i));
    }
}

}  // namespace

void barrier(const char* file, int line) {
    block.threads[block.current].file = file;
    block.threads[block.current].line = line;
    leave(State::AT_BARRIER);
}

unsigned long long exchange(unsigned mask, unsigned long long value, unsigned source, const char* file, int line) {
    Thread& thread = block.threads[block.current];
    if (mask != ~0u) trap(std::string("a shuffle over part of a warp at ") + file + ":" + std::to_string(line));
    unsigned long long* round = block.slots.data() + (thread.phase++ % 2) * block.threads.size();
    unsigned self = block.current;
    round[self] = value;
    thread.file = file;
    thread.line = line;
    leave(State::AT_SHUFFLE);
    return round[self - self % WARP + source];
}

void share(void* start, size_t bytes) {
    size_t total = bytes;
    for (auto& [known, size] : block.shared) {
        if (known == start) return;
        total += size;
    }
    if (total > SHARED_MOST) trap("more than 48 KiB of shared memory");
    std::memset(start, 0xFF, bytes);
    block.shared.push_back({start, bytes});
}

void trap(const std::string& why) {
    block.failure = nameOf(block.current) + ": " + why;
    leave(State::AT_BARRIER);
    __builtin_unreachable();
}

std::string run(const char* name, uint3 grid, uint3 size, const std::function<void()>& body) {
    gridDim = grid;
    blockDim = size;
    unsigned threads = size.x * size.y * size.z;
    for (blockIdx.z = 0; blockIdx.z < grid.z; blockIdx.z++)
        for (blockIdx.y = 0; blockIdx.y < grid.y; blockIdx.y++)
            for (blockIdx.x = 0; blockIdx.x < grid.x; blockIdx.x++) {
                block.body = &body;
                block.threads.assign(threads, Thread{});
                block.slots.assign(2 * size_t(threads), 0);
                block.shared.clear();
                block.next = 0;
                block.failure.clear();
                runBlock();
                if (block.failure.empty()) continue;
                return std::string(name) + ", block (" + std::to_string(blockIdx.x) + "," + std::to_string(blockIdx.y)
                        + "," + std::to_string(blockIdx.z) + "): " + block.failure;
            }
    return "";
}

}  // namespace janus
