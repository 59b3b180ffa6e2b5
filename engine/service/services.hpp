// All use cases together, as the API's two dialects want them.
#pragma once

#include "engine/service/executions.hpp"
#include "engine/service/functions_service.hpp"
#include "engine/service/history.hpp"
#include "engine/service/state_machines.hpp"
#include "engine/service/tags.hpp"

namespace pawl::engine {

struct Services {
    explicit Services(ServiceContext& c) : context(c), machines(c), executions(c), history(c), tags(c), functions(c) {}

    ServiceContext& context;
    StateMachines machines;
    Executions executions;
    History history;
    Tags tags;
    FunctionsService functions;
};

}  // namespace pawl::engine
