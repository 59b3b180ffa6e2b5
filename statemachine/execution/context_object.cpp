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
    if (built_) return *built_;
    const definition::State& state = machine_.state(frame_.state);
    const ExecutionHead& head = execution_.head;
    json::object execution;
    execution["Id"] = head.arn;
    execution["Input"] = execution_.input->value();
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
        item["Value"] = item_->value.value();
        json::object map;
        map["Item"] = std::move(item);
        root["Map"] = std::move(map);
    }
    built_ = Payload::from_value(std::move(root));
    return *built_;
}

}  // namespace pawl::execution
