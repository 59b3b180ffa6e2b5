#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Parallel& parallel) {
    auto input = DataFlow(turn, frame).enter(parallel.entry);
    if (!input) return fail_state(turn, frame, std::move(input).error());
    if (fails_by_size(turn, frame, *input)) return;
    turn.event(frame, ParallelStarted{frame.state, *std::move(input)});
}

void branch_finished(Turn& turn, Frame& parent, Frame& child) {
    turn.fact(child.id, BranchFinished{child.input});
    if (parent.join->open > 0) return;
    const EventId last = parent.last;
    const DataFlow flow(turn, parent);
    auto results = flow.built(joined_results(*parent.join));
    turn.event(parent.id, last, ParallelSucceeded{parent.state});
    if (turn.over()) return;
    if (!results) return fail_state(turn, parent, std::move(results).error());
    const auto& parallel = std::get<definition::Parallel>(turn.state_of(parent).body);
    leave_state(turn, parent, flow.leave(parallel.exit, *results, Yield::Result), parallel.transition.next);
}

}  // namespace pawl::execution
