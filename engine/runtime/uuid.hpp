// Random (version 4) UUIDs out of the Entropy port, so that a seed repeats them.
#pragma once

#include <string>

#include "engine/ports/clock.hpp"

namespace pawl::engine {

std::string make_uuid(Entropy& entropy);

}  // namespace pawl::engine
