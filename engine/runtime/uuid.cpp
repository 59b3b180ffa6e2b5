#include "engine/runtime/uuid.hpp"

#include "statemachine/vocabulary/uuid.hpp"

namespace pawl::engine {

std::string make_uuid(Entropy& entropy) {
    const std::uint64_t high = entropy.next();
    return random_uuid(high, entropy.next());
}

}  // namespace pawl::engine
