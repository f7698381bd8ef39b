// Where the compiler's checks of undefined behaviour inside kernels end: an index past an array, a misaligned access, an
// overflow, a shift too far. Each stops the launch and names the line of the kernel.
#include "blocks.h"

namespace {

struct SourceLocation {
    const char* file;
    unsigned line, column;
};

}  // namespace

#define CHECK(name, what)                                                                                   \
    extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_##name(const SourceLocation* at) { \
        janus::trap(std::string(what) + " at " + at->file + ":" + std::to_string(at->line));                \
    }

CHECK(out_of_bounds, "an index past an array")
CHECK(type_mismatch_v1, "a misaligned or null access")
CHECK(shift_out_of_bounds, "a shift too far")
CHECK(add_overflow, "an overflow of +")
CHECK(sub_overflow, "an overflow of -")
CHECK(mul_overflow, "an overflow of *")
CHECK(negate_overflow, "an overflow of -")
CHECK(divrem_overflow, "a division by zero")
CHECK(float_cast_overflow, "a float beyond the integers")
