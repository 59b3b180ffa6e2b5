// Thrown by the fakes to end the engine's process at a place of the simulator's choosing; flies through the engine's code, which has no idea.
#pragma once

namespace pawl::simulation {

struct SimulatedCrash {
    const char* where = "";
};

}  // namespace pawl::simulation
