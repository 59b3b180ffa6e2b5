// CHECK(condition, "sentence"): an invariant of ours, on in release builds too. A broken one is our bug, never the user's.
#pragma once

namespace pawl {

/// Called with the sentence before the process aborts, so that a shell can note the execution in hand.
/// Must not return control to the failed code; it may write a file. Set once at start-up, before threads.
using CheckHandler = void (*)(const char* sentence, const char* file, int line);
void set_check_handler(CheckHandler handler);

[[noreturn]] void check_failed(const char* sentence, const char* file, int line);

}  // namespace pawl

#define PAWL_CHECK(condition, sentence)                           \
    do {                                                          \
        if (!(condition)) [[unlikely]]                            \
            ::pawl::check_failed((sentence), __FILE__, __LINE__); \
    } while (false)
