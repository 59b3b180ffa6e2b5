// What one evaluation draws on: random bits of its own, and how much it may still copy. Shared by all the parts of a template.
#pragma once

#include <cstdint>

#include "statemachine/query/random_bits.hpp"
#include "statemachine/query/weight.hpp"

namespace pawl::query {

struct Resources {
    explicit Resources(std::uint64_t entropy) : random(entropy) {}
    RandomBits random;
    Budget budget;
};

}  // namespace pawl::query
