#include "statemachine/vocabulary/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace pawl {
namespace {
CheckHandler check_handler = nullptr;
}

void set_check_handler(CheckHandler handler) { check_handler = handler; }

void check_failed(const char* sentence, const char* file, int line) {
    std::fprintf(stderr, "pawl: internal error at %s:%d: %s\n", file, line, sentence);
    if (check_handler != nullptr) check_handler(sentence, file, line);
    std::abort();
}

}  // namespace pawl
