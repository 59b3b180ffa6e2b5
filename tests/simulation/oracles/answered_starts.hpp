// Oracle "answered-start": what a client was told stays true. A start that was answered is in the journal with its input at once and is known to the
// engine ever after; an outcome that was shown never changes.
#pragma once

#include <map>
#include <string>

#include "engine/runtime/execution_snapshot.hpp"
#include "tests/simulation/complaints.hpp"
#include "tests/simulation/oracles/journal_watch.hpp"

namespace pawl::simulation {

class AnsweredStarts {
  public:
    explicit AnsweredStarts(Complaints& complaints) : complaints_(complaints) {}

    struct Start {
        std::string machine, name, input;
        Instant start;
        bool excused = false;  ///< its machine was deleted
    };

    /// A client got an answer to StartExecution.
    void answered(const std::string& arn, Start start, const JournalWatch& journal);
    /// A client was shown an execution.
    void shown(const engine::ExecutionSnapshot& snapshot);
    /// A client was told that there is no such execution.
    void denied(const std::string& machine, const std::string& name);
    void machine_deleted(const std::string& machine);
    /// After a restart and at the end: each is still in the store, with its input.
    void check(engine::Store& store, const JournalWatch& journal);

    const std::map<std::string, Start>& all() const { return starts_; }

  private:
    Complaints& complaints_;
    std::map<std::string, Start> starts_;  // by ARN
    struct Outcome {
        execution::Status status;
        std::optional<std::string> output, error, cause;
        Instant stop;
    };
    std::map<std::string, Outcome> outcomes_;  // by ARN
};

}  // namespace pawl::simulation
