// The numbers java.util.Random gives for a seed: AWS's $random(42) is new Random(42).nextDouble(). A value; belongs to one thread.
#pragma once

#include <cstdint>

namespace pawl::query {

class JavaRandom {
  public:
    explicit JavaRandom(std::int64_t seed);

    /// nextInt(): all 32 bits.
    std::int32_t next_int();
    /// nextInt(bound): 0 to bound - 1. `bound` is above 0.
    std::int32_t next_int(std::int32_t bound);
    std::int64_t next_long();
    /// 0 (included) to 1 (excluded).
    double next_double();

  private:
    std::uint64_t state_;
    std::int32_t next(int bits);
};

}  // namespace pawl::query
