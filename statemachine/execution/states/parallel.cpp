#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Draft& draft, Frame& frame, const definition::Parallel& parallel) {
    auto input = DataFlow(draft, frame).enter(parallel.entry);
    if (!input) return fail_state(draft, frame, std::move(input).error());
    if (fails_by_size(draft, frame, *input)) return;
    draft.event(frame, ParallelStarted{frame.state, *std::move(input)});
}

void branch_finished(Draft& draft, Frame& child) { draft.fact(child.id, BranchFinished{child.input}); }

void go_on(Draft& draft, Frame& frame, const definition::Parallel& parallel) {
    const DataFlow flow(draft, frame);
    auto results = flow.built(joined_results(*frame.join));
    draft.event(frame, ParallelSucceeded{frame.state});
    if (draft.over()) return;
    if (!results) return fail_state(draft, frame, std::move(results).error());
    leave_state(draft, frame, flow.leave(parallel.exit, *results, Yield::Result), parallel.transition.next);
}

}  // namespace pawl::execution
