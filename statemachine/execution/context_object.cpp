#include "statemachine/execution/context_object.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::execution {
namespace {

bool shows_retry_count(const definition::State& state) {
    return std::holds_alternative<definition::Task>(state.body) || std::holds_alternative<definition::Parallel>(state.body) ||
           std::holds_alternative<definition::Map>(state.body);
}

}  // namespace

const Payload& FrameContext::context() const {
    if (!whole_) whole_ = build(Extent::Whole);
    return *whole_;
}

query::ContextObject::Part FrameContext::part(std::string_view first, std::string_view second, std::string_view third) const {
    if (first == "Execution" && second == "Input") return {&*execution_.input, 2};
    if (first == "Map" && second == "Item" && third == "Value" && item_ != nullptr) return {&item_->value, 3};
    const bool small = first == "State" || first == "StateMachine" || (first == "Execution" && !second.empty()) || (first == "Map" && !third.empty());
    return {small ? &outline() : &context(), 0};
}

const Payload& FrameContext::outline() const {
    if (!outline_) outline_ = build(Extent::Outline);
    return *outline_;
}

query::jsonata::Bound FrameContext::bound() const {
    if (grafts_.empty()) {
        const json::object& root = outline().value().get_object();
        grafts_.push_back({root.if_contains("Execution")->get_object().if_contains("Input"), {&*execution_.input}});
        if (item_ != nullptr) {
            const json::value* item = root.if_contains("Map")->get_object().if_contains("Item");
            grafts_.push_back({item->get_object().if_contains("Value"), {&item_->value}});
        }
    }
    return {&outline(), &grafts_};
}

Payload FrameContext::build(Extent extent) const {
    const bool whole = extent == Extent::Whole;
    const definition::State& state = machine_.state(frame_.state);
    const ExecutionHead& head = execution_.head;
    json::object execution;
    execution["Id"] = head.arn;
    execution["Input"] = whole ? execution_.input->value() : nullptr;
    execution["StartTime"] = to_iso8601(execution_.start_time);
    execution["Name"] = head.name;
    execution["RoleArn"] = head.role_arn;
    execution["RedriveCount"] = 0;
    json::object machine;
    machine["Id"] = head.state_machine_arn;
    machine["Name"] = head.state_machine_name;
    json::object current;
    current["Name"] = state.name;
    current["EnteredTime"] = to_iso8601(frame_.entered_time);
    if (shows_retry_count(state)) current["RetryCount"] = frame_.retry_count;
    json::object root;
    root["Execution"] = std::move(execution);
    root["StateMachine"] = std::move(machine);
    root["State"] = std::move(current);
    if (item_ != nullptr) {
        json::object item;
        item["Index"] = item_->index;
        item["Value"] = whole ? item_->value.value() : nullptr;
        json::object map;
        map["Item"] = std::move(item);
        root["Map"] = std::move(map);
    }
    return Payload::from_value(std::move(root));
}

}  // namespace pawl::execution
