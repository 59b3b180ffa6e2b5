// This machine's clock and its source of chance, as the engine's ports.
#pragma once

#include <array>
#include <cstdint>

#include "engine/ports/clock.hpp"

namespace pawl::cli {

/// Callable from any thread.
class SystemClock final : public engine::Clock {
  public:
    Instant now() override;
};

/// The system's cryptographic generator, read in blocks. One thread at a time.
class SystemEntropy final : public engine::Entropy {
  public:
    std::uint64_t next() override;

  private:
    std::array<std::uint64_t, 128> block_{};
    std::size_t used_ = block_.size();
};

}  // namespace pawl::cli
