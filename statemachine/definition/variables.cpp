#include "statemachine/definition/variables.hpp"

#include <algorithm>

#include "statemachine/definition/identifier.hpp"

namespace pawl::definition {

VariableScopes::VariableScopes(const Outline& outline)
    : outline_(outline),
      position_(outline.states.size()),
      exits_(outline.states.size()),
      behind_(outline.flows.size()),
      reached_(outline.flows.size()) {
    for (const OutlineFlow& flow : outline.flows) {
        std::unordered_map<std::string_view, std::size_t> names;
        for (std::size_t i = 0; i < flow.states.size(); ++i) {
            position_[flow.states[i]] = i;
            names.emplace(*outline.states[flow.states[i]].name, flow.states[i]);
        }
        for (const std::size_t state : flow.states) add_exits(state, names);
    }
}

void VariableScopes::add_exits(std::size_t state, const std::unordered_map<std::string_view, std::size_t>& names) {
    const OutlineState& from = outline_.states[state];
    const auto add = [&](const Node& owner, const char* field) {
        const Node* target = owner.find(field);
        const auto found = target == nullptr ? names.end() : names.find(target->text);
        if (found == names.end()) return;
        exits_[state].push_back(found->second);
        const Node* assign = owner.find("Assign");
        if (assign == nullptr) return;
        for (const Member& member : assign->members) behind_[from.flow][assigned_name(member.key, from.language)].push_back(found->second);
    };
    add(*from.node, "Next");
    add(*from.node, "Default");
    for (const char* list : {"Choices", "Catch"}) {
        const Node* entries = from.node->find(list);
        if (entries == nullptr) continue;
        for (const Node& entry : entries->items) add(entry, "Next");
    }
}

const VariableScopes::Reached* VariableScopes::reached(std::size_t flow, std::string_view name) const {
    const auto begins = behind_[flow].find(name);
    if (begins == behind_[flow].end()) return &nowhere_;
    if (const auto known = reached_[flow].find(name); known != reached_[flow].end()) return &known->second;
    const std::size_t size = outline_.flows[flow].states.size();
    if (steps_left_ < size) return nullptr;
    steps_left_ -= size / 64 + 1;
    Reached& seen = reached_[flow][begins->first];  // the key as it stands in the definition: `name` may not live as long
    seen.resize(size);
    std::vector<std::size_t> pending;
    const auto reach = [&](std::size_t state) {
        if (seen[position_[state]]) return;
        seen[position_[state]] = true;
        pending.push_back(state);
    };
    for (const std::size_t state : begins->second) reach(state);
    while (!pending.empty()) {
        const std::vector<std::size_t>& exits = exits_[pending.back()];
        pending.pop_back();
        steps_left_ -= std::min(steps_left_, exits.size() + 1);
        for (const std::size_t target : exits) reach(target);
    }
    return &seen;
}

bool VariableScopes::may_have_value(std::size_t state, std::string_view name) const {
    const Reached* found = reached(outline_.states[state].flow, name);
    if (found == nullptr || (!found->empty() && (*found)[position_[state]])) return true;
    return may_have_value_around(state, name);
}

bool VariableScopes::may_have_value_around(std::size_t state, std::string_view name) const {
    const OutlineFlow& flow = outline_.flows[outline_.states[state].flow];
    return flow.holder && !flow.is_distributed && may_have_value(*flow.holder, name);
}

std::string_view assigned_name(std::string_view key, Language language) {
    if (language == Language::JsonPath && key.size() > 2 && key.ends_with(".$")) key.remove_suffix(2);
    return key;
}

std::string fault_of_variable_name(std::string_view name) {
    constexpr std::ptrdiff_t longest = 80;
    const std::string quoted = "The variable name '" + std::string(name) + "' ";
    if (name == "states") return quoted + "is reserved";
    if (name.empty() || identifier_length(name) != name.size()) {
        return quoted + "is not valid: it must begin with a letter and go on with letters, digits and '_'";
    }
    const auto characters = std::count_if(name.begin(), name.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    if (characters > longest) return quoted + "is longer than 80 characters";
    return "";
}

}  // namespace pawl::definition
