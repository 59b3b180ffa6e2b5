// Where states lead: targets that do not exist, machines that never end, states that nothing leads to. In AWS's order (recorded).
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {
namespace {

struct Exit {
    const Node* target = nullptr;
    std::string location;
};

// Every transition out of a state, wherever it is written.
std::vector<Exit> exits_of(const OutlineState& state) {
    std::vector<Exit> exits;
    const auto add = [&](const Node& owner, const char* field, const std::string& location) {
        const Node* target = owner.find(field);
        if (target != nullptr && target->is_string()) exits.push_back({target, location + "/" + field});
    };
    const auto add_all = [&](const char* list) {
        const Node* entries = state.node->find(list);
        if (entries == nullptr) return;
        for (std::size_t i = 0; i < entries->items.size(); ++i) {
            add(entries->items[i], "Next", state.location() + "/" + list + "[" + std::to_string(i) + "]");
        }
    };
    if (!state.type) return exits;
    if (state.type == StateType::Choice) {
        add_all("Choices");
        add(*state.node, "Default", state.location());
    } else if (state_rule(*state.type).find("Next") != nullptr) {
        add(*state.node, "Next", state.location());
        if (state_rule(*state.type).find("Catch") != nullptr) add_all("Catch");
    }
    return exits;
}

// A state that cannot be judged counts as an end, so that one defect is not told twice.
bool may_end(const OutlineState& state) {
    if (!state.type || state.type == StateType::Succeed || state.type == StateType::Fail) return true;
    if (state.type == StateType::Choice) return false;
    const Node* end = state.node->find("End");
    return (end != nullptr && end->is_true()) || state.node->find("Next") == nullptr;
}

using Everywhere = std::unordered_map<std::string_view, const OutlineState*>;

class FlowCheck {
  public:
    FlowCheck(const Outline& outline, const OutlineFlow& flow, bool is_machine, const Everywhere& everywhere, CheckContext& context)
        : outline_(outline), flow_(flow), is_machine_(is_machine), everywhere_(everywhere), context_(context) {
        for (const std::size_t state : flow.states) names_.emplace(*outline.states[state].name, state);
    }

    void check() {
        if (flow_.states.empty()) return;
        const Node* start = flow_.node->find("StartAt");
        if (start == nullptr || !start->is_string()) return check_targets();
        follow(*start, flow_.location + "/StartAt");
        check_targets();
        if (is_machine_ && std::none_of(flow_.states.begin(), flow_.states.end(), [&](std::size_t s) { return may_end(outline_.states[s]); })) {
            return context_.findings.error_nowhere(codes::missing_end, "Workflow has no terminal state");
        }
        check_reachable(*start);
    }

  private:
    void follow(const Node& target, const std::string& location) {
        if (names_.contains(target.text)) return;
        context_.findings.error(codes::missing_target, "Missing 'Next' target: " + target.text, location, target.place, hint_for(target.text));
    }

    std::string hint_for(const std::string& target) {
        if (const auto elsewhere = everywhere_.find(target); elsewhere != everywhere_.end()) {
            return "there is such a state at " + elsewhere->second->location() + ", but no transition leads in or out of a States object";
        }
        if (near_.empty()) {
            for (const auto& [name, state] : names_) near_.push_back(name);
            std::sort(near_.begin(), near_.end());
        }
        return did_you_mean(target, near_);
    }

    void check_targets() {
        for (const std::size_t state : flow_.states) {
            for (const Exit& exit : exits_of(outline_.states[state])) follow(*exit.target, exit.location);
        }
    }

    void check_reachable(const Node& start) {
        std::vector<bool> reached(outline_.states.size());
        std::vector<std::size_t> pending;
        const auto reach = [&](const std::string& name) {
            const auto found = names_.find(name);
            if (found == names_.end() || reached[found->second]) return;
            reached[found->second] = true;
            pending.push_back(found->second);
        };
        reach(start.text);
        while (!pending.empty()) {
            const OutlineState& state = outline_.states[pending.back()];
            pending.pop_back();
            for (const Exit& exit : exits_of(state)) reach(exit.target->text);
        }
        for (const std::size_t state : flow_.states) {
            const OutlineState& found = outline_.states[state];
            if (reached[state] || names_.at(*found.name) != state) continue;
            context_.findings.error(codes::missing_target, "State \"" + *found.name + "\" is not reachable.", found.location(), found.name_place);
        }
    }

    const Outline& outline_;
    const OutlineFlow& flow_;
    bool is_machine_;
    const Everywhere& everywhere_;
    CheckContext& context_;
    std::unordered_map<std::string_view, std::size_t> names_;
    std::vector<std::string_view> near_;  // names_ in order, once a hint is wanted
};

}  // namespace

void check_transitions(const Outline& outline, CheckContext& context) {
    Everywhere everywhere;
    for (const OutlineState& state : outline.states) everywhere.emplace(*state.name, &state);
    for (std::size_t i = 0; i < outline.flows.size(); ++i) FlowCheck(outline, outline.flows[i], i == 0, everywhere, context).check();
}

}  // namespace pawl::definition
