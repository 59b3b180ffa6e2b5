// Oracle "grammar": what AWS's recordings say any history looks like (recorded-behaviour#event-order), whatever the machine: ids dense from 1,
// timestamps never decreasing, previousEventId a tree by the recorded rules, every Scheduled with one outcome, Entered and Exited (or Aborted) in
// pairs, states following one another as the machine says, one terminal event and nothing after it. Knows records and machines, nothing of the
// engine.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::oracles {

class HistoryGrammar {
  public:
    explicit HistoryGrammar(const definition::Machine& machine) : machine_(machine) {}

    /// The next record of the execution, in the journal's order. Gives what is wrong with it; empty = nothing.
    std::string add(const execution::Record& record);
    bool is_closed() const { return closed_; }

  private:
    /// A thread of control as far as its events tell.
    struct Thread {
        FrameId parent = 0;
        std::uint32_t index = 0;
        EventId last = 0;                ///< what its next event points back to
        StateIndex expected = no_state;  ///< the state to come
        StateIndex state = no_state;     ///< the state it is in
        enum class Task { None, Scheduled, Started, Over } task = Task::None;
        std::uint32_t children = 0;            ///< running
        EventId joined = 0;                    ///< the ParallelStarted or MapStarted event
        EventId evaluation = 0;                ///< its last EvaluationFailed event
        bool aborted = false, failed = false;  ///< StateAborted was written; the iteration was called failed or aborted
        bool iteration_closed = false;
        bool finished = false;
    };

    std::string fault(const execution::Record& record);
    std::string judge(const execution::Record& record, Thread* thread);
    std::string aborted_children(FrameId parent);
    bool may_follow(StateIndex state, StateIndex next) const;
    bool is(StateIndex state, std::size_t type) const { return state != no_state && machine_.state(state).body.index() == type; }
    void remove_below(FrameId parent);

    const definition::Machine& machine_;
    Instant last_time_{std::numeric_limits<std::int64_t>::min()};
    EventId last_event_ = 0;
    bool closed_ = false;
    std::vector<std::size_t> types_{0};  ///< by event id: the record's type
    std::vector<EventId> previous_{0};   ///< by event id
    std::map<FrameId, Thread> threads_;
    FrameId last_frame_ = 0;
    EventId failing_ = 0;  ///< what the aborts being written point back to
};

}  // namespace pawl::oracles
