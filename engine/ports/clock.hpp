// Time and chance, as ports: the simulator puts virtual ones in their place.
#pragma once

#include <cstdint>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::engine {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

class Entropy {
  public:
    virtual ~Entropy() = default;
    virtual std::uint64_t next() = 0;
};

}  // namespace pawl::engine
