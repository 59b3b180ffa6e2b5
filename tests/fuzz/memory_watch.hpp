// How much memory is taken beyond what was taken before, at its highest. Known under AddressSanitizer only, whose hooks it uses; 0 elsewhere.
// One watch at a time, one thread.
#pragma once

#include <cstddef>

namespace pawl::fuzz {

class MemoryWatch {
  public:
    MemoryWatch();
    ~MemoryWatch();
    MemoryWatch(const MemoryWatch&) = delete;
    MemoryWatch& operator=(const MemoryWatch&) = delete;

    std::size_t highest() const;
};

}  // namespace pawl::fuzz
