#include "cli/serve/system_ports.hpp"

#include <chrono>

#include <openssl/rand.h>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::cli {

Instant SystemClock::now() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::uint64_t SystemEntropy::next() {
    if (used_ == block_.size()) {
        const int filled = RAND_bytes(reinterpret_cast<unsigned char*>(block_.data()), static_cast<int>(sizeof block_));
        PAWL_CHECK(filled == 1, "the system's random generator gives nothing");
        used_ = 0;
    }
    return block_[used_++];
}

}  // namespace pawl::cli
