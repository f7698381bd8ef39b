// Functions that a native library asks for and nothing emulates: each says its name and answers "not supported".
#pragma once

#include <cstdio>

#define MISSING(name, code)                                                                      \
    extern "C" __attribute__((visibility("default"))) int name() {                              \
        std::fprintf(stderr, "emulated GPU: %s is not emulated; answers %d\n", #name, int(code)); \
        return code;                                                                             \
    }
