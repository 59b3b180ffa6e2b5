// A 32-bit checksum of a journal row: finds damage, is no defence against malice. Its result is on disk: DO NOT CHANGE IT.
#pragma once

#include <cstdint>
#include <string_view>

namespace pawl::engine {

/// `seed` makes equal bytes in different places differ.
std::uint32_t checksum(std::string_view bytes, std::uint64_t seed);

}  // namespace pawl::engine
