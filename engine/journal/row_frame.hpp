// The outer bytes of a journal row, shared by encoder and decoder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "statemachine/vocabulary/ids.hpp"

namespace pawl::engine::row_frame {

inline constexpr std::uint8_t version = 1;
inline constexpr std::size_t checksum_offset = 1;
inline constexpr std::size_t content_offset = 5;

/// Of the checksum; no two rows have the same, whatever their shards.
inline std::uint64_t seed(RowId row) { return std::rotl(static_cast<std::uint64_t>(row), 8) ^ version; }

}  // namespace pawl::engine::row_frame
