#include "tests/simulation/scenario/shrink.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace pawl::simulation {
namespace {

namespace json = boost::json;

class Shrinker {
  public:
    Shrinker(Scenario scenario, const std::function<bool(const Scenario&)>& still_fails, int budget)
        : best_(std::move(scenario)), still_fails_(still_fails), left_(budget) {}

    Scenario run() {
        for (bool smaller = true; smaller && left_ > 0;) {
            smaller = drop_from(&Scenario::actions);
            smaller = drop_from(&Scenario::faults) || smaller;
            smaller = simplify_machines() || smaller;
        }
        return std::move(best_);
    }

  private:
    bool attempt(Scenario candidate) {
        if (left_-- <= 0 || !still_fails_(candidate)) return false;
        best_ = std::move(candidate);
        return true;
    }

    /// Halves, quarters … single ones.
    template <class Item>
    bool drop_from(std::vector<Item> Scenario::*items) {
        bool smaller = false;
        for (auto chunk = std::max<std::size_t>(1, (best_.*items).size() / 2);; chunk /= 2) {
            for (std::size_t at = 0; at < (best_.*items).size() && left_ > 0;) {
                auto candidate = best_;
                auto& list = candidate.*items;
                const auto end = std::min(list.size(), at + chunk);
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(at), list.begin() + static_cast<std::ptrdiff_t>(end));
                if (attempt(std::move(candidate))) {
                    smaller = true;
                } else {
                    at += chunk;
                }
            }
            if (chunk <= 1) return smaller;
        }
    }

    bool simplify_machines() {
        bool smaller = false;
        for (std::size_t m = 0; m < best_.machines.size(); ++m) {
            // Edits are numbered in the order of a walk over the machine; the walk ends when the number is not reached.
            for (int edit = 0; left_ > 0;) {
                auto candidate = best_;
                int number = edit;
                if (!apply_edit(candidate.machines[m], number)) break;
                remove_unreachable(candidate.machines[m]);
                if (attempt(std::move(candidate))) {
                    smaller = true;
                } else {
                    ++edit;
                }
            }
        }
        return smaller;
    }

    /// Performs edit `number` of a States object; false when it has fewer (then `number` is what is left).
    static bool apply_edit(json::object& flow, int& number) {
        auto& states = flow["States"].as_object();
        for (auto& entry : states) {
            auto& state = entry.value().as_object();
            for (const char* member : {"Retry", "Catch", "TimeoutSeconds", "HeartbeatSeconds", "ResultPath", "Parameters", "ResultSelector",
                                       "MaxConcurrency", "OutputPath", "InputPath"}) {
                if (!state.contains(member) || number-- > 0) continue;
                state.erase(member);
                return true;
            }
            const auto type = state.at("Type").as_string();
            const bool plain = type == "Pass" && state.size() <= 2;
            if (!plain && type != "Choice" && type != "Succeed" && type != "Fail" && number-- == 0) {
                json::object pass{{"Type", "Pass"}};
                for (const char* member : {"Next", "End"}) {
                    if (state.contains(member)) pass[member] = state[member];
                }
                state = std::move(pass);
                return true;
            }
            if (state.contains("Branches")) {
                auto& branches = state["Branches"].as_array();
                for (auto& branch : branches) {
                    if (branches.size() > 1 && number-- == 0) {
                        branches.erase(&branch);
                        return true;
                    }
                    if (apply_edit(branch.as_object(), number)) return true;
                }
            }
            if (state.contains("ItemProcessor") && apply_edit(state["ItemProcessor"].as_object(), number)) return true;
        }
        return false;
    }

    static void remove_unreachable(json::object& flow) {
        auto& states = flow["States"].as_object();
        std::set<std::string> reached;
        std::vector<std::string> next{std::string(flow["StartAt"].as_string())};
        while (!next.empty()) {
            const auto name = next.back();
            next.pop_back();
            if (!states.contains(name) || !reached.insert(name).second) continue;
            auto& state = states[name].as_object();
            const auto go = [&](json::value& from, const char* member) {
                if (from.is_object() && from.as_object().contains(member)) next.emplace_back(from.as_object()[member].as_string());
            };
            go(states[name], "Next");
            go(states[name], "Default");
            for (const char* list : {"Choices", "Catch"}) {
                if (!state.contains(list)) continue;
                for (auto& each : state[list].as_array()) go(each, "Next");
            }
            if (state.contains("Branches")) {
                for (auto& branch : state["Branches"].as_array()) remove_unreachable(branch.as_object());
            }
            if (state.contains("ItemProcessor")) remove_unreachable(state["ItemProcessor"].as_object());
        }
        json::object kept;
        for (auto& entry : states) {
            if (reached.contains(entry.key())) kept[entry.key()] = std::move(entry.value());
        }
        states = std::move(kept);
    }

    Scenario best_;
    const std::function<bool(const Scenario&)>& still_fails_;
    int left_;
};

}  // namespace

Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& still_fails, int budget) {
    return Shrinker(std::move(scenario), still_fails, budget).run();
}

std::string describe(const Scenario& scenario) {
    static constexpr const char* actions[] = {
        "start",  "start unnamed", "start again", "start with other input", "start with bad input", "stop", "describe", "wait", "history",
        "update", "delete",        "tags",        "put function",           "remove function"};
    static constexpr const char* faults[] = {"crash",
                                             "crash before commit",
                                             "crash after commit",
                                             "crash while acting",
                                             "crash while answering",
                                             "fail-stop, batch lost",
                                             "fail-stop, batch kept",
                                             "busy",
                                             "busy reads",
                                             "clock back",
                                             "clock forward"};
    std::ostringstream out;
    const auto& s = scenario.settings;
    out << "settings: decisions_per_turn " << s.decisions_per_turn << ", records_per_decision " << s.limits.records_per_decision
        << ", steps_per_decision " << s.limits.steps_per_decision << ", history_events " << s.limits.history_events << ", payload_bytes "
        << s.limits.payload_bytes << ", evict " << s.evict_milliseconds << " ms, mark_rows " << s.mark_rows << ", slots " << scenario.slots << '\n';
    std::set<std::size_t> used;
    for (const auto& action : scenario.actions) used.insert(action.machine);
    for (std::size_t i = 0; i < scenario.machines.size(); ++i) {
        if (used.contains(i)) out << "machine m" << i << ": " << json::serialize(scenario.machines[i]) << '\n';
    }
    for (const auto& action : scenario.actions) {
        out << "at " << action.at_ms << " ms: " << actions[static_cast<int>(action.kind)] << " m" << action.machine << ' ' << action.name << ' '
            << action.input << '\n';
    }
    for (const auto& fault : scenario.faults) {
        out << "at " << fault.at_ms << " ms: " << faults[static_cast<int>(fault.kind)];
        if (fault.amount != 0) out << ' ' << fault.amount;
        out << '\n';
    }
    return out.str();
}

}  // namespace pawl::simulation
