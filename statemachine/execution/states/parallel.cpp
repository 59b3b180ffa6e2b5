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

void branch_finished(Turn& turn, Frame& child) { turn.fact(child.id, BranchFinished{child.input}); }

void go_on(Turn& turn, Frame& frame, const definition::Parallel& parallel) {
    const DataFlow flow(turn, frame);
    auto results = flow.built(joined_results(*frame.join));
    turn.event(frame, ParallelSucceeded{frame.state});
    if (turn.over()) return;
    if (!results) return fail_state(turn, frame, std::move(results).error());
    leave_state(turn, frame, flow.leave(parallel.exit, *results, Yield::Result), parallel.transition.next);
}

}  // namespace pawl::execution
