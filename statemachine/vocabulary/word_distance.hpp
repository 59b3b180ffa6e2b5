// How far apart two words are, for guessing what somebody meant to write. Pure; takes time and memory in proportion to the product of the lengths,
// so the caller bounds these.
#pragma once

#include <cstddef>
#include <string_view>

namespace pawl {

/// How many bytes must be changed, added, dropped, or swapped with their neighbour to make one word of the other; the case of ASCII letters is free.
std::size_t word_distance(std::string_view a, std::string_view b);

}  // namespace pawl
