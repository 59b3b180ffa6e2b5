#include "tests/simulation/scenario/language.hpp"

#include <array>

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

namespace pawl::simulation {
namespace {

namespace json = boost::json;

bool is(const json::object& state, std::string_view type) { return std::string_view(state.at("Type").get_string()) == type; }
bool is_jsonata(const json::object& state) { return state.contains("QueryLanguage"); }

std::string expression(const std::string& text) { return "{% " + text + " %}"; }

// "$.n" → "$states.input.n"; "$$.Map.Item.Value" → "$states.context.Map.Item.Value"
std::string in_jsonata(std::string_view path, std::string_view root = "$states.input") {
    if (path.starts_with("$$")) return "$states.context" + std::string(path.substr(2));
    return std::string(root) + std::string(path.substr(1));
}

// A payload template as one that holds expressions. Arrays of templates are not generated.
json::object translated(const json::object& shape, std::string_view root = "$states.input") {
    json::object out;
    for (const auto& [key, value] : shape) {
        if (key.ends_with(".$")) {
            const std::string_view name = key;
            const std::string text(value.get_string());
            if (text.starts_with("States.")) continue;
            out[name.substr(0, name.size() - 2)] = expression(in_jsonata(text, root));
        } else if (value.is_object()) {
            out[key] = translated(value.get_object(), root);
        } else {
            out[key] = value;
        }
    }
    return out;
}

void rename(json::object& state, const char* from, const char* to) {
    if (const json::value* value = state.if_contains(from)) {
        state[to] = expression(in_jsonata(value->get_string()));
        state.erase(from);
    }
}

json::value condition(Random& random) {
    static constexpr std::array texts{"$states.input.n > 3",
                                      "$states.input.flag",
                                      "$states.input.s = 'text' and $exists($states.input.o)",
                                      "$count($states.input.items) > 1",
                                      "$contains($states.input.s, /^te/)",
                                      "$states.context.State.Name = 'S2'",
                                      "$states.input.n"};
    if (random.chance(8)) return random.chance(50);
    return json::value(json::string(expression(random.pick(texts))));
}

// Keeps the members that later paths look for.
std::string kept_with(const std::string& member, const std::string& value) { return "$merge([$states.input, {'" + member + "': " + value + "}])"; }

void say_output(json::object& state, Random& random) {
    const bool yields = is(state, "Task") || is(state, "Parallel") || is(state, "Map");
    if (yields || random.chance(40)) {
        static constexpr std::array values{
            "$states.context.State.EnteredTime", "$uuid()", "$random()", "$now()", "$states.input.o.n + 1", "$string($states.input)"};
        const std::string value = yields && random.chance(85) ? "$states.result" : random.pick(values);
        state["Output"] = expression(kept_with("r" + std::to_string(random.below(4)), value));
    }
    if (random.chance(4)) state["Output"] = json::object{{"a", json::array{1, expression("$states.input.absent")}}};
}

}  // namespace

void say_in_jsonata(json::object& state, Random& random) {
    state["QueryLanguage"] = "JSONata";
    if (is(state, "Task") && state.contains("Parameters")) state["Arguments"] = translated(state["Parameters"].get_object());
    if (is(state, "Parallel") && state.contains("Parameters")) state["Arguments"] = translated(state["Parameters"].get_object());
    if (is(state, "Map")) {
        for (const char* field : {"ItemSelector", "Parameters"}) {
            if (!state.contains(field)) continue;
            const json::object shape = state[field].get_object();
            state["ItemSelector"] = translated(shape);
        }
        rename(state, "ItemsPath", "Items");
        rename(state, "MaxConcurrencyPath", "MaxConcurrency");
    }
    rename(state, "TimeoutSecondsPath", "TimeoutSeconds");
    rename(state, "SecondsPath", "Seconds");
    rename(state, "TimestampPath", "Timestamp");
    rename(state, "CausePath", "Cause");
    if (is(state, "Choice")) {
        for (json::value& rule : state["Choices"].get_array()) {
            json::object said{{"Condition", condition(random)}, {"Next", rule.get_object()["Next"]}};
            if (random.chance(20)) said["Output"] = expression(kept_with("chosen", "true"));
            rule = std::move(said);
        }
    }
    if (json::value* catchers = state.if_contains("Catch")) {
        for (json::value& catcher : catchers->get_array()) {
            if (catcher.get_object().erase("ResultPath") > 0) catcher.get_object()["Output"] = expression(kept_with("error", "$states.errorOutput"));
        }
    }
    for (const char* field : {"InputPath", "Parameters", "Result", "ResultSelector", "ResultPath", "OutputPath"}) state.erase(field);
    if (!is(state, "Fail")) say_output(state, random);
}

void use_variables(json::object& state, const std::vector<std::string>& own, const std::vector<std::string>& visible, Random& random) {
    const bool may_assign = !is(state, "Succeed") && !is(state, "Fail");
    const bool jsonata = is_jsonata(state);
    if (may_assign && random.chance(35)) {
        json::object assign;
        for (auto n = random.between(1, 2); n > 0; --n) {
            const std::string& name = random.pick(own);
            if (jsonata) {
                static constexpr std::array values{"$states.input.n", "$uuid()", "$millis()", "$states.input", "$states.context.State.Name",
                                                   "[1..3].($*2)"};
                assign[name] = random.chance(30) ? expression("$" + random.pick(visible)) : expression(random.pick(values));
            } else {
                static constexpr std::array values{
                    "$", "$$.State.Name", "$$.Execution.StartTime", "States.UUID()", "States.MathRandom(1, 1000)", "States.Array(1, 'a')"};
                assign.erase(name);
                assign[name + ".$"] = random.chance(30) ? "$" + random.pick(visible) : std::string(random.pick(values));
            }
        }
        if (random.chance(30)) {
            const std::string& name = random.pick(own);
            if (!assign.contains(name + ".$")) assign[name] = json::value{{"fixed", random.between(0, 99)}};
        }
        state["Assign"] = std::move(assign);
    }
    if (!may_assign || !random.chance(20)) return;
    const std::string name = random.pick(visible);
    if (jsonata) {
        if (!is(state, "Choice")) state["Output"] = expression(kept_with("seen", "[$" + name + "]"));
    } else if (is(state, "Pass")) {
        state["Parameters"] = json::object{{"seen.$", "$" + name}, {"made.$", "States.Format('{}', $.n)"}};
        state["ResultPath"] = "$.seen";
    }
}

}  // namespace pawl::simulation
