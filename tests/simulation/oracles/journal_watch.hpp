// Reads what the engine makes durable, row by row, from the bytes, and holds it against the oracles "replay" (the fold of the journal is what memory
// holds), "grammar", "retry", "fencing" and "outstanding" (a closed execution leaves nothing behind).
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/journal/codec.hpp"
#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"
#include "statemachine/execution/execution.hpp"
#include "tests/oracles/history_grammar.hpp"
#include "tests/oracles/retry_arithmetic.hpp"
#include "tests/simulation/complaints.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/oracles/fencing.hpp"

namespace pawl::simulation {

/// An execution as its journal tells it.
struct Watched {
    std::string machine_name;
    std::shared_ptr<const definition::Machine> machine;
    execution::Execution fold;
    oracles::HistoryGrammar grammar;
    oracles::RetryArithmetic retry;
    RowId last_row = 0;
    std::size_t records = 0;

    Watched(std::string name, std::shared_ptr<const definition::Machine> bound)
        : machine_name(std::move(name)), machine(std::move(bound)), grammar(*machine), retry(*machine) {}
};

class JournalWatch {
  public:
    JournalWatch(Complaints& complaints, Fencing& fencing, Coverage& coverage) : complaints_(complaints), fencing_(fencing), coverage_(coverage) {}

    void committed(const engine::Batch& batch);
    /// The executions whose journal grew since this was asked last.
    std::set<ExecutionKey> grown() { return std::exchange(grown_, {}); }
    /// Memory against the fold. Null: not in memory.
    void compare(ExecutionKey key, const execution::Execution* memory);
    /// Every row once more from the store: what it gives back is what was committed.
    void read_again(engine::Store& store);

    const std::map<ExecutionKey, Watched>& executions() const { return executions_; }
    const Watched* find(ExecutionKey key) const;
    /// Counts how each execution ended and complains about those that did not.
    void end();

  private:
    class Payloads final : public engine::PayloadSource {
      public:
        Result<Payload, engine::JournalError> at(PayloadAddress address) override;
        void keep(PayloadAddress address, const Payload& payload) override { kept_.insert_or_assign({address.row, address.index}, payload); }

      private:
        std::map<std::pair<RowId, std::uint32_t>, Payload> kept_;
    };
    void row(const engine::JournalRow& row);
    void record(ExecutionKey key, Watched& watched, const execution::Record& record);
    void check_closed(ExecutionKey key, const execution::Execution& execution, const definition::Machine& machine);

    Complaints& complaints_;
    Fencing& fencing_;
    Coverage& coverage_;
    Payloads payloads_;
    std::map<MachineKey, std::string> machine_names_;
    std::map<std::int64_t, std::shared_ptr<const definition::Machine>> machines_;  // by revision
    std::map<ExecutionKey, Watched> executions_;
    std::map<RowId, std::size_t> rows_;  // id → hash of the bytes
    std::map<ShardId, RowId> last_rows_;
    std::set<ExecutionKey> grown_;
};

}  // namespace pawl::simulation
