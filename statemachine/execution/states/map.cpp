#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

const definition::Map& map_of(const Turn& turn, const Frame& frame) { return std::get<definition::Map>(turn.state_of(frame).body); }

// False when the item's input could not be built: the Map has failed, and the frame may be gone.
bool start_iteration(Turn& turn, Frame& frame, const definition::Map& map, EventId previous) {
    const std::uint32_t index = frame.join->next_item;
    const Payload item = frame.join->items->select(frame.join->items->value().get_array()[index]);
    auto input = DataFlow(turn, frame).item_input(map, *frame.join->input, MapItem{index, item});
    if (!input) {
        fail_state(turn, frame, std::move(input).error());
        return false;
    }
    if (fails_by_size(turn, frame, *input)) return false;
    turn.event(frame.id, previous, IterationStarted{frame.state, index, *std::move(input)});
    return true;
}

// All iterations are done.
void finish(Turn& turn, Frame& frame, const definition::Map& map) {
    const DataFlow flow(turn, frame);
    auto results = flow.built(joined_results(*frame.join));
    turn.event(frame, MapSucceeded{frame.state});
    if (turn.over()) return;
    if (!results) return fail_state(turn, frame, std::move(results).error());
    leave_state(turn, frame, flow.leave(map.exit, *results, Yield::Result), map.transition.next);
}

}  // namespace

void enter(Turn& turn, Frame& frame, const definition::Map& map) {
    const DataFlow flow(turn, frame);
    auto input = flow.enter(map.entry);
    if (!input) return fail_state(turn, frame, std::move(input).error());
    auto concurrency = flow.number(map.max_concurrency, *input, "MaxConcurrency", 0);
    if (!concurrency) return fail_state(turn, frame, std::move(concurrency).error());
    auto items = flow.items(map, *input);
    if (!items) return fail_state(turn, frame, std::move(items).error());

    const std::uint32_t ceiling = turn.limits().inline_map_concurrency;
    const std::int64_t wanted = concurrency->value_or(0);
    const std::uint32_t slots = wanted <= 0 || wanted > ceiling ? ceiling : static_cast<std::uint32_t>(wanted);
    const auto length = static_cast<std::uint32_t>(items->value().get_array().size());
    turn.event(frame, MapStarted{frame.state, *std::move(items), *std::move(input), length, slots});
    if (turn.over()) return;
    if (length == 0) return finish(turn, frame, map);
    const EventId started = frame.last;
    for (std::uint32_t i = 0; i < std::min(slots, length) && !turn.over(); ++i) {
        if (!start_iteration(turn, frame, map, started)) return;
    }
}

void iteration_finished(Turn& turn, Frame& parent, Frame& child) {
    const EventId last = child.last;
    turn.event(child, IterationSucceeded{parent.state, child.index, child.input});
    if (turn.over()) return;
    const definition::Map& map = map_of(turn, parent);
    if (parent.join->next_item < parent.join->results.size()) {
        start_iteration(turn, parent, map, last);
    } else if (parent.join->open == 0) {
        finish(turn, parent, map);
    }
}

}  // namespace pawl::execution
