#include "engine/runtime/idempotency_key.hpp"

namespace pawl::engine {

std::string idempotency_key(const execution::Execution& execution, execution::TaskToken token) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string key;
    key.reserve(execution.head.arn.size() + 24);
    // It travels in an HTTP header, and names may hold any letters.
    for (const char c : execution.head.arn) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '%') {
            key += c;
        } else {
            key += '%';
            key += digits[byte >> 4];
            key += digits[byte & 0xf];
        }
    }
    key += '/';
    key += std::to_string(execution.start_time.milliseconds);
    key += '/';
    key += std::to_string(token.scheduled);
    return key;
}

}  // namespace pawl::engine
