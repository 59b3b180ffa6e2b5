// Random (version 4) UUIDs out of 128 random bits, as RFC 9562 writes them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace pawl {

/// "0f8fad5b-d9cb-469f-a165-70867728950e"; six of the bits give way to version and variant.
std::string random_uuid(std::uint64_t high, std::uint64_t low);

}  // namespace pawl
