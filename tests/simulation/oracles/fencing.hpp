// Oracle "fencing": what the engine hands out and takes back. An outcome in the journal must be one a worker gave for that very attempt, and each
// is taken once; the same attempt always goes out with the same idempotency key, input and attempt number, another attempt with another key.
// Workers mark every answer with a serial number, so whose answer an outcome is can be read off the journal.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "engine/ports/dispatcher.hpp"
#include "statemachine/execution/record.hpp"
#include "tests/simulation/complaints.hpp"

namespace pawl::simulation {

class Fencing {
  public:
    explicit Fencing(Complaints& complaints) : complaints_(complaints) {}

    /// The engine hands a task over.
    void dispatched(const engine::DispatchRequest& request);
    /// A worker answers; gives the serial number to mark the answer with.
    std::uint64_t answering(ExecutionKey execution, execution::TaskToken token);
    /// A record became durable.
    void committed(ExecutionKey execution, const execution::Record& record);

    /// How an answer carries its serial number: a JSON string with this in it.
    static std::string mark(std::uint64_t serial) { return "answer#" + std::to_string(serial) + "#"; }

  private:
    struct Attempt {
        std::string key, input;
        std::uint32_t attempt = 0;
    };
    void outcome(ExecutionKey execution, const execution::Record& record, const std::string& text);

    Complaints& complaints_;
    std::map<std::pair<ExecutionKey, execution::TaskToken>, Attempt> attempts_;
    std::map<std::string, std::pair<ExecutionKey, execution::TaskToken>> keys_;
    std::map<std::uint64_t, std::pair<ExecutionKey, execution::TaskToken>> answers_;
    std::set<std::uint64_t> taken_;
    std::map<std::pair<ExecutionKey, FrameId>, EventId> scheduled_;
    std::uint64_t serial_ = 0;
};

}  // namespace pawl::simulation
