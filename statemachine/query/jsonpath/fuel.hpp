// How much work one evaluation of a path may do, filters included: a count of steps, so that it is the same on every machine.
#pragma once

#include <cstddef>

namespace pawl::query::jsonpath {

class Fuel {
  public:
    /// A payload of 256 KiB has at most some 130,000 values.
    static constexpr std::size_t most_steps = 5'000'000;

    /// False: the work must stop.
    bool take(std::size_t steps = 1) {
        if (steps > left_) {
            left_ = 0;
            return false;
        }
        left_ -= steps;
        return true;
    }
    bool is_empty() const { return left_ == 0; }
    /// So many bytes read or copied.
    bool take_bytes(std::size_t bytes) { return take(1 + bytes / 16); }

  private:
    std::size_t left_ = most_steps;
};

}  // namespace pawl::query::jsonpath
