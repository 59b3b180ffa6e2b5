// Shorthand for the StoreErrors the runtime itself finds.
#pragma once

#include <string>

#include "engine/ports/store.hpp"

namespace pawl::engine {

inline StoreError corrupt(std::string message) { return {StoreError::Kind::Corrupt, std::move(message)}; }

}  // namespace pawl::engine
