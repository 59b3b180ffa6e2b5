#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

// When the item's input can't be built the Map fails.
void start_iteration(Draft& draft, Frame& frame, const definition::Map& map) {
    const std::uint32_t index = frame.join->next_item;
    const Payload item = frame.join->items->select(frame.join->items->value().get_array()[index]);
    auto input = DataFlow(draft, frame).item_input(map, *frame.join->input, MapItem{index, item});
    if (!input) return fail_state(draft, frame, std::move(input).error());
    if (fails_by_size(draft, frame, *input)) return;
    draft.event(frame.id, frame.join->start_after(), IterationStarted{frame.state, index, *std::move(input)});
}

// All iterations are done.
void finish(Draft& draft, Frame& frame, const definition::Map& map) {
    const DataFlow flow(draft, frame);
    auto results = flow.built(joined_results(*frame.join));
    draft.event(frame, MapSucceeded{frame.state});
    if (draft.over()) return;
    if (!results) return fail_state(draft, frame, std::move(results).error());
    leave_state(draft, frame, flow.leave(map.exit, *results, Yield::Result), map.transition.next);
}

}  // namespace

void enter(Draft& draft, Frame& frame, const definition::Map& map) {
    const DataFlow flow(draft, frame);
    auto input = flow.enter(map.entry);
    if (!input) return fail_state(draft, frame, std::move(input).error());
    auto concurrency = flow.number(map.max_concurrency, *input, "MaxConcurrency", 0);
    if (!concurrency) return fail_state(draft, frame, std::move(concurrency).error());
    auto items = flow.items(map, *input);
    if (!items) return fail_state(draft, frame, std::move(items).error());

    const std::uint32_t ceiling = draft.limits().inline_map_concurrency;
    const std::int64_t wanted = concurrency->value_or(0);
    const std::uint32_t slots = wanted <= 0 || wanted > ceiling ? ceiling : static_cast<std::uint32_t>(wanted);
    const auto length = static_cast<std::uint32_t>(items->value().get_array().size());
    draft.event(frame, MapStarted{frame.state, *std::move(items), *std::move(input), length, slots});
}

void iteration_finished(Draft& draft, const Frame& parent, Frame& child) {
    draft.event(child, IterationSucceeded{parent.state, child.index, child.input});
}

void go_on(Draft& draft, Frame& frame, const definition::Map& map) {
    if (frame.join->next_item < frame.join->results.size()) {
        start_iteration(draft, frame, map);
    } else {
        finish(draft, frame, map);
    }
}

}  // namespace pawl::execution
