#include "statemachine/query/random_bits.hpp"

namespace pawl::query {

std::uint64_t RandomBits::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31);
}

double RandomBits::next_double() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::string RandomBits::next_uuid() {
    const std::uint64_t high = (next() & ~0xf000ULL) | 0x4000ULL;                               // version 4
    const std::uint64_t low = (next() & ~0xc000'0000'0000'0000ULL) | 0x8000'0000'0000'0000ULL;  // RFC 9562's variant
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

}  // namespace pawl::query
