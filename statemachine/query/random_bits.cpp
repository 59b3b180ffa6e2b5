#include "statemachine/query/random_bits.hpp"

#include "statemachine/vocabulary/uuid.hpp"

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
    const std::uint64_t high = next();
    return random_uuid(high, next());
}

}  // namespace pawl::query
