// What Parallel and Map share: the step that follows from their children's, the results together, and the end of all children when one fails.
#include "statemachine/execution/states/states.hpp"

namespace pawl::execution {
namespace {

bool shows_abort(const definition::State& state) {
    return std::holds_alternative<definition::Task>(state.body) || std::holds_alternative<definition::Wait>(state.body) ||
           std::holds_alternative<definition::Parallel>(state.body) || std::holds_alternative<definition::Map>(state.body);
}

// The frame's open state, then what is open below it.
void abort_frame(Draft& draft, const Frame& frame, EventId failing) {
    draft.cancel_task(frame);
    const bool is_open = frame.phase != Phase::Ready && frame.phase != Phase::Finished;
    if (!is_open) return;
    if (shows_abort(draft.state_of(frame))) draft.event(frame.id, failing, StateAborted{frame.state});
    if (frame.join) abort_children(draft, frame, 0, failing);
}

}  // namespace

Payload joined_results(const Join& join) {
    std::string text = "[";
    for (const auto& result : join.results) {
        if (text.size() > 1) text += ',';
        text += result->text();  // verbatim (recorded: scenarios::test_parallel_state_nested)
    }
    text += ']';
    return Payload::from_checked_text(std::move(text));
}

void go_on_joining(Draft& draft, Frame& frame) {
    const auto& body = draft.state_of(frame).body;
    if (const auto* map = std::get_if<definition::Map>(&body)) {
        go_on(draft, frame, *map);
    } else {
        go_on(draft, frame, std::get<definition::Parallel>(body));
    }
}

void abort_children(Draft& draft, const Frame& parent, FrameId failed_child, EventId failing) {
    const bool is_map = std::holds_alternative<definition::Map>(draft.state_of(parent).body);
    for (const FrameId id : parent.join->children) {
        const Frame* child = draft.execution().find(id);
        if (child == nullptr || draft.over()) continue;
        if (is_map && id == failed_child) draft.event(id, failing, IterationFailed{parent.state, child->index});
        if (is_map && id != failed_child) draft.event(id, failing, IterationAborted{parent.state, child->index});
        abort_frame(draft, *child, failing);
    }
}

}  // namespace pawl::execution
