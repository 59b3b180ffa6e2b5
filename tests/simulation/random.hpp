// Chance that repeats: the same seed gives the same numbers on every machine. fork() gives a stream of its own by label, so that what one part of a
// scenario draws does not depend on what another part drew (and a shrunk scenario behaves like the part of it that is left).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pawl::simulation {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        // SplitMix64
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    /// Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return static_cast<int>(next() % 100) < percent; }
    template <class Container>
    const auto& pick(const Container& from) {
        return from[below(std::size(from))];
    }

    Random fork(std::string_view label, std::uint64_t number = 0) const {
        std::uint64_t hash = state_ ^ 0xcbf29ce484222325ULL;
        for (const char c : label) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        Random forked(hash + number * 0x9e3779b97f4a7c15ULL);
        forked.next();
        return forked;
    }

  private:
    std::uint64_t state_;
};

}  // namespace pawl::simulation
