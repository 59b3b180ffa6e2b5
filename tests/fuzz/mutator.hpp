// Makes texts that are nearly of a language out of texts that are: tokens are dropped, doubled, swapped, nested and mixed with those of others.
// Everything follows from the seed. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/random_bits.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

class Mutator {
  public:
    Mutator(const Target& target, std::uint64_t seed);

    /// One of the target's texts, changed a few times.
    std::string next(std::size_t most_bytes);
    /// This very text, changed a few times.
    std::string change(std::string text, std::size_t most_bytes);

  private:
    std::vector<std::vector<std::string>> seeds_;  ///< as tokens
    std::vector<std::string> pieces_;
    query::RandomBits bits_;

    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(bits_.next() % bound); }
    void change_once(std::vector<std::string>& tokens);
};

}  // namespace pawl::fuzz
