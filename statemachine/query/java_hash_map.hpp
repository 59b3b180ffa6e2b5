// In which order Java's HashMap and HashSet walk what they hold: AWS shows it in the members of templates and in States.ArrayUnique.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

/// Where an entry goes in a table of so many buckets (a power of two). Walking goes by bucket, within a bucket as the entries came.
inline std::size_t java_bucket(std::uint32_t hash, std::size_t buckets) { return (hash ^ (hash >> 16)) & (buckets - 1); }

/// The buckets of a table that has grown to hold so many entries.
inline std::size_t java_buckets(std::size_t entries) {
    std::size_t buckets = 16;
    while (entries > buckets / 4 * 3) buckets *= 2;
    return buckets;
}

/// hashCode() of what Java reads a JSON value as: Integer, Long, BigInteger, Double, Boolean, String, List, Map.
std::uint32_t java_hash_code(const json::value& value);

/// equals() of the same: members in any order, but 1 is not 1.0.
bool java_equals(const json::value& a, const json::value& b);

}  // namespace pawl::query
