// What every use case stands on. All of it outlives the services, which may be called from any thread; what one remembers between calls (History:
// chains of journal rows) belongs to the reading thread.
#pragma once

#include <string>

#include "engine/ports/clock.hpp"
#include "engine/ports/functions.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/service/reading_thread.hpp"
#include "statemachine/vocabulary/arn.hpp"

namespace pawl::engine {

struct ServiceContext {
    Engine& engine;
    Functions& functions;
    Clock& clock;
    ReadingThread& reading;
    Realm realm;
    std::string version;  ///< of pawl, for refusals of what isn't built yet
};

}  // namespace pawl::engine
