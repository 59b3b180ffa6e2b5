// How much a JSON value takes when it is copied, and a count of what an evaluation has copied: a definition of a megabyte may name a payload of
// 256 KiB a hundred thousand times.
#pragma once

#include <cstddef>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

/// The bytes a copy takes, about.
std::size_t weight_of(const json::value& value);

class Budget {
  public:
    /// Far more than a state may put out (256 KiB of text), far less than harms.
    static constexpr std::size_t most_bytes = 64UL << 20;

    /// False: copying `value`, too, would be too much. Looks into it no further than it takes to know.
    bool take(const json::value& value);

  private:
    std::size_t left_ = most_bytes;
};

}  // namespace pawl::query
