// As many random bits as an evaluation needs out of the 64 it is given (SplitMix64): the same entropy gives the same bits.
// A value; belongs to one thread. Not for secrets.
#pragma once

#include <cstdint>
#include <string>

namespace pawl::query {

class RandomBits {
  public:
    explicit RandomBits(std::uint64_t entropy) : state_(entropy) {}

    std::uint64_t next();
    /// 0 (included) to 1 (excluded), 53 bits.
    double next_double();
    /// A version 4 UUID (RFC 9562), lower case.
    std::string next_uuid();

  private:
    std::uint64_t state_;
};

}  // namespace pawl::query
