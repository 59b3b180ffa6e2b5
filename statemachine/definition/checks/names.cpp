// Names of states, Map labels and fields: too long, or there twice.
#include <string>
#include <string_view>
#include <unordered_set>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {
namespace {

constexpr std::size_t longest_state_name = 80, longest_label = 40;

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) == 0x80 ? 0 : 1;
    return count;
}

void check_label(const OutlineState& state, std::unordered_set<std::string_view>& seen, CheckContext& context) {
    const Node* label = state.type == StateType::Map ? state.node->find("Label") : nullptr;
    if (label == nullptr || !label->is_string()) return;
    const std::string location = state.location() + "/Label";
    if (characters(label->text) > longest_label) {
        context.findings.error(codes::invalid_label, "Label '" + label->text + "' exceeds the 40-character limit allowed by the service", location,
                               label->place);
    }
    if (!seen.insert(label->text).second) {
        context.findings.error(codes::duplicate_label, "Duplicate Label name: " + label->text, location, label->place);
    }
}

// JSON leaves open what a name written twice means; AWS takes the last one. YAML forbids it.
void report_duplicate(const Member& member, CheckContext& context) {
    const std::string message = "The field '" + member.key + "' is there more than once";
    if (context.is_yaml) return context.findings.error(codes::duplicate_field, message, "", member.place);
    context.findings.warning(codes::duplicate_field, message + ": the last one counts", "", member.place);
}

void find_duplicates(const Node& node, const std::unordered_set<const Node*>& flows, CheckContext& context) {
    std::unordered_set<std::string_view> seen;
    for (const Member& member : node.members) {
        if (!seen.insert(member.key).second && !flows.contains(&node)) report_duplicate(member, context);
        find_duplicates(member.value, flows, context);
    }
    for (const Node& item : node.items) find_duplicates(item, flows, context);
}

}  // namespace

void check_names(const Outline& outline, CheckContext& context) {
    std::unordered_set<std::string_view> names, labels;
    for (const OutlineState& state : outline.states) {
        if (characters(*state.name) > longest_state_name) {
            context.findings.error(codes::invalid_state_name,
                                   "State name '" + *state.name + "' exceeds the 80-character limit allowed by the service", state.location(),
                                   state.name_place);
        }
        if (!names.insert(*state.name).second) {
            context.findings.error(codes::duplicate_state, "Duplicate State name: " + *state.name, state.location(), state.name_place,
                                   "state names are unique over the whole machine, branches and item processors included");
        }
        check_label(state, labels, context);
    }
}

void check_duplicate_fields(const Node& root, const Outline& outline, CheckContext& context) {
    std::unordered_set<const Node*> states;  // duplicates there have a code of their own
    for (const OutlineFlow& flow : outline.flows) {
        if (const Node* found = flow.node->find("States")) states.insert(found);
    }
    find_duplicates(root, states, context);
}

}  // namespace pawl::definition
