// One decision in the making: emits records, applies each at once, collects effects. Everything that decides works through it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "statemachine/execution/decision.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::execution {

/// A failure on its way through Retry and Catch.
struct StateFailure {
    Failure failure;
    bool terminal = false;                     ///< no Retrier or Catcher sees it (States.Runtime, recorded)
    bool heartbeat = false;                    ///< a States.Timeout that "States.HeartbeatTimeout" matches, too
    bool evaluation = false;                   ///< an EvaluationFailed event comes before whatever it causes …
    std::optional<std::string> location = {};  ///< … and names this field
    std::uint64_t steps = 0;                   ///< what the Catchers it has met so far took and failed
};

/// What a state leaves with.
struct Outcome {
    Payload output;
    std::vector<Assigned> assigned = {};
};

class Draft {
  public:
    Draft(const definition::Machine& machine, const Limits& limits, Execution& execution, const Tick& tick, Decision& decision)
        : machine_(machine), limits_(limits), execution_(execution), tick_(tick), decision_(decision), random_(tick.entropy) {}

    const definition::Machine& machine() const { return machine_; }
    const Limits& limits() const { return limits_; }
    Execution& execution() { return execution_; }
    const Execution& execution() const { return execution_; }
    /// Never before the execution's last record, whatever the clock does.
    Instant now() const { return std::max(tick_.now, execution_.last_time); }
    std::uint64_t entropy() const { return tick_.entropy; }
    /// Another number at every call: what one evaluation may draw from.
    std::uint64_t fresh_entropy() { return random_.next(); }
    /// Steps that an expression took.
    void spend(std::uint64_t steps) { decision_.steps += steps; }
    std::uint64_t steps() const { return decision_.steps; }
    const definition::State& state_of(const Frame& frame) const { return machine_.state(frame.state); }

    /// The execution is closed: whoever works through this decision returns at once.
    bool over() const { return execution_.is_closed(); }
    /// Expressions have used up what a decision may take: stop before the next thing that may evaluate some.
    bool has_spent_its_steps() const { return steps() >= limits_.steps_per_decision; }
    /// The decision's bound is reached: stop at the next state.
    bool exhausted() const { return decision_.records.size() >= limits_.records_per_decision || has_spent_its_steps(); }
    void ask_to_continue() { decision_.more = true; }

    /// Emits a record that AWS's history shows, pointing back to `previous`. The last event allowed becomes ExecutionFailed instead
    /// (recorded-behaviour#limits). Does nothing once over().
    template <class Body>
    void event(FrameId frame, EventId previous, Body&& body) {
        if (over()) return;
        if (execution_.last_event + 1 >= limits_.history_events) return fail_at_event_limit();
        emit(frame, execution_.last_event + 1, previous, std::forward<Body>(body));
    }
    /// Points back to the frame's last event.
    template <class Body>
    void event(const Frame& frame, Body&& body) {
        event(frame.id, frame.last, std::forward<Body>(body));
    }
    /// Emits a record that the history does not show.
    template <class Body>
    void fact(FrameId frame, Body&& body) {
        if (over()) return;
        emit(frame, 0, 0, std::forward<Body>(body));
    }
    void effect(Effect effect) { decision_.effects.push_back(std::move(effect)); }

    // How an execution ends. Each gives up the tasks that are still out.
    void succeed(EventId previous, Payload output);
    void fail(EventId previous, Failure failure);
    void abort(Stop stop);
    void time_out();
    /// Gives up the frame's task, if one is out.
    void cancel_task(const Frame& frame);

  private:
    template <class Body>
    void emit(FrameId frame, EventId id, EventId previous, Body&& body) {
        Record& record = decision_.records.emplace_back();
        record.time = now();
        record.event = id;
        record.previous = previous;
        record.frame = frame;
        record.body.emplace<std::decay_t<Body>>(std::forward<Body>(body));
        apply(machine_, execution_, record);
    }
    void fail_at_event_limit();
    void cancel_all();

    const definition::Machine& machine_;
    const Limits& limits_;
    Execution& execution_;
    const Tick& tick_;
    Decision& decision_;
    query::RandomBits random_;
};

}  // namespace pawl::execution
