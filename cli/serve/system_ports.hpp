// This machine's clock and its source of chance, as the engine's ports.
#pragma once

#include <cstdint>

#include "engine/ports/clock.hpp"

namespace pawl::cli {

/// Callable from any thread.
class SystemClock final : public engine::Clock {
  public:
    Instant now() override;
};

/// The system's cryptographic generator, read in blocks, one for each thread. Callable from any.
class SystemEntropy final : public engine::Entropy {
  public:
    std::uint64_t next() override;
};

}  // namespace pawl::cli
