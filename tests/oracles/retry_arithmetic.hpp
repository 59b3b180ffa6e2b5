// Oracle "retry": every retry is the first retrier that names the error, within its MaxAttempts, after IntervalSeconds · BackoffRate^(n-1) but no
// more than MaxDelaySeconds (with FULL jitter: at most that); and no retry is left out. Computed anew from the machine, not with the engine's code.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::oracles {

class RetryArithmetic {
  public:
    explicit RetryArithmetic(const definition::Machine& machine) : machine_(machine) {}
    /// The next record of the execution. Gives what is wrong; empty = nothing.
    std::string add(const execution::Record& record);

  private:
    struct Visit {
        StateIndex state = no_state;
        std::vector<std::uint32_t> uses;
        std::optional<std::string> error;  ///< of the outcome at hand, Tasks only
        Instant failed;
        bool planned = false;
        Instant due;
    };
    const std::vector<definition::Retrier>* retriers(StateIndex state) const;
    std::string planned(const execution::Record& record, Visit& visit, std::uint32_t used);

    const definition::Machine& machine_;
    std::map<FrameId, Visit> visits_;
};

}  // namespace pawl::oracles
