#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

const definition::Map& map_of(const Turn& turn, const Frame& frame) { return std::get<definition::Map>(turn.state_of(frame).body); }

// The array to map over.
Staged items_of(const DataFlow& flow, const definition::Map& map, const definition::State& state, const Frame& frame, const Payload& input) {
    Payload items = input;
    if (map.items_path) {
        auto found = map.items_path->select(flow.scope(input));
        if (!found) {
            return runtime_failure(state, frame, "Invalid path '" + map.items_path->text() + "' : " + found.error().message);
        }
        items = *std::move(found);
    }
    if (items.value().is_array()) return items;
    // Recorded without the usual prefix.
    const std::string path = map.items_path ? map.items_path->text() : "$";
    return StateFailure{Failure{errors::runtime, "Reference path \"" + path + "\" must point to array."}, true};
}

void start_iteration(Turn& turn, Frame& frame, const definition::Map& map, EventId previous) {
    const std::uint32_t index = frame.join->next_item;
    const Payload item = frame.join->items->select(frame.join->items->value().get_array()[index]);
    Payload input = item;
    if (map.item_selector) {
        const MapItem shown{index, item};
        const FrameContext context(turn.machine(), turn.execution(), frame, &shown);
        auto filled = DataFlow(turn, frame).fill(*map.item_selector, *frame.join->input, context);
        if (!filled) return fail_state(turn, frame, std::move(filled).error());
        input = *std::move(filled);
    }
    turn.event(frame.id, previous, IterationStarted{frame.state, index, std::move(input)});
}

// All iterations are done.
void finish(Turn& turn, Frame& frame, const definition::Map& map) {
    const DataFlow flow(turn, frame);
    const auto results = flow.built(joined_results(*frame.join));
    turn.event(frame, MapSucceeded{frame.state});
    if (turn.over()) return;
    auto output = results ? flow.output(map.io, *results) : results;
    if (!output) return fail_state(turn, frame, std::move(output).error());
    exit_state(turn, frame, *std::move(output), map.transition.next);
}

}  // namespace

void enter(Turn& turn, Frame& frame, const definition::Map& map) {
    const DataFlow flow(turn, frame);
    auto input = flow.effective_input(map.io);
    if (!input) return fail_state(turn, frame, std::move(input).error());
    auto concurrency = flow.number(map.max_concurrency, *input, "MaxConcurrencyPath", 0);
    if (!concurrency) return fail_state(turn, frame, std::move(concurrency).error());
    auto items = items_of(flow, map, turn.state_of(frame), frame, *input);
    if (!items) return fail_state(turn, frame, std::move(items).error());

    const std::uint32_t ceiling = turn.limits().inline_map_concurrency;
    const std::int64_t wanted = concurrency->value_or(0);
    const std::uint32_t slots = wanted <= 0 || wanted > ceiling ? ceiling : static_cast<std::uint32_t>(wanted);
    const auto length = static_cast<std::uint32_t>(items->value().get_array().size());
    turn.event(frame, MapStarted{frame.state, *std::move(items), *std::move(input), length, slots});
    if (turn.over()) return;
    if (length == 0) return finish(turn, frame, map);
    const EventId started = frame.last;
    for (std::uint32_t i = 0; i < std::min(slots, length) && !turn.over(); ++i) start_iteration(turn, frame, map, started);
}

void iteration_finished(Turn& turn, Frame& parent, Frame& child) {
    const EventId last = child.last;
    turn.event(child, IterationSucceeded{parent.state, child.index, child.input});
    if (turn.over()) return;
    const definition::Map& map = map_of(turn, parent);
    if (parent.join->next_item < parent.join->results.size()) return start_iteration(turn, parent, map, last);
    if (parent.join->open == 0) finish(turn, parent, map);
}

}  // namespace pawl::execution
