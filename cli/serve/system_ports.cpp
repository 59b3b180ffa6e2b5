#include "cli/serve/system_ports.hpp"

#include <array>
#include <chrono>

#include <openssl/rand.h>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::cli {

Instant SystemClock::now() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::uint64_t SystemEntropy::next() {
    thread_local std::array<std::uint64_t, 128> block;
    thread_local std::size_t used = block.size();
    if (used == block.size()) {
        const int filled = RAND_bytes(reinterpret_cast<unsigned char*>(block.data()), static_cast<int>(sizeof block));
        PAWL_CHECK(filled == 1, "the system's random generator gives nothing");
        used = 0;
    }
    return block[used++];
}

}  // namespace pawl::cli
