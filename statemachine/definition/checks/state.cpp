// The machine and its states: which type, which query language, then the fields.
#include <string>
#include <vector>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {
namespace {

constexpr const char* type_message = "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]";

void check_default(const OutlineState& state, CheckContext& context) {
    const Node* choices = state.node->find("Choices");
    if (choices == nullptr || state.node->find("Default") != nullptr) return;
    context.findings.warning(codes::no_default, "A Choice without Default fails the execution when none of its rules fits", state.location(),
                             state.name_place, "add a Default, even one that leads to a Fail state with a telling cause");
}

// Fields that need another field of the same state to be judged.
void check_together(const OutlineState& state, CheckContext& context) {
    if (state.type == StateType::Choice) return check_default(state, context);
    if (state.type != StateType::Task) return;
    const Node* timeout = state.node->find("TimeoutSeconds");
    const Node* heartbeat = state.node->find("HeartbeatSeconds");
    if (timeout == nullptr || heartbeat == nullptr || !timeout->integer() || !heartbeat->integer()) return;
    if (*heartbeat->integer() < *timeout->integer()) return;
    // The specification demands it; what AWS says was not recorded, so it is no error here.
    context.findings.warning(codes::heartbeat_too_long,
                             "HeartbeatSeconds should be smaller than TimeoutSeconds: the heartbeat can never run out first",
                             state.location() + "/HeartbeatSeconds", heartbeat->place);
}

}  // namespace

void check_machine(const Node& root, const Outline& outline, CheckContext& context) {
    check_object(root, machine_rule(), {"", outline.language, false}, context);
    for (std::size_t i = 0; i < outline.states.size(); ++i) {
        const OutlineState& state = outline.states[i];
        context.state = &state;
        context.state_index = i;
        check_state(state, context);
    }
    context.state = nullptr;
}

void check_state(const OutlineState& state, CheckContext& context) {
    const Node& node = *state.node;
    if (!expect_kind(node, NodeKind::Object, state.location(), context)) return;
    if (state.downgraded) {
        const Member* field = node.find_member("QueryLanguage");
        context.findings.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", state.location(), field->place);
    }
    const Node* type = node.find("Type");
    if (type == nullptr) {
        context.findings.schema("These fields are required: [Type]", state.location(), node.place);
        return check_query_language(node, state.location(), context);
    }
    if (!state.type) {
        const std::string hint = did_you_mean(type->text, {"Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"});
        context.findings.schema(type_message, state.location() + "/Type", type->place, hint);
        return check_query_language(node, state.location(), context);
    }
    check_object(node, state_rule(*state.type), {state.location(), state.language, state.downgraded}, context);
    check_together(state, context);
}

}  // namespace pawl::definition
