#include "statemachine/vocabulary/uuid.hpp"

namespace pawl {

std::string random_uuid(std::uint64_t high, std::uint64_t low) {
    high = (high & ~0xf000ULL) | 0x4000ULL;                              // version 4
    low = (low & ~0xc000'0000'0000'0000ULL) | 0x8000'0000'0000'0000ULL;  // RFC 9562's variant
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
        const std::uint64_t half = nibble < 16 ? high : low;
        text += digits[(half >> (60 - 4 * (nibble % 16))) & 0xf];
    }
    return text;
}

}  // namespace pawl
