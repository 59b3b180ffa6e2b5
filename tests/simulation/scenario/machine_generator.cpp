#include "tests/simulation/scenario/machine_generator.hpp"

#include <array>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include "tests/simulation/scenario/language.hpp"

namespace pawl::simulation {
namespace {

namespace json = boost::json;

// Data that flows has these members: n (small number), s (text), flag, items (array of objects with n), when (timestamp), o (object).
// Results go to members of their own ("r<state>"), so the later paths keep finding theirs.

class Generator {
  public:
    Generator(Random random, const GeneratorLimits& limits, Instant epoch) : random_(random), limits_(limits), epoch_(epoch), left_(limits.states) {}

    json::object machine() {
        jsonata_ = !limits_.endless && random_.chance(15);
        json::object machine = limits_.endless ? endless() : flow(0);
        if (jsonata_) machine["QueryLanguage"] = "JSONata";
        machine["Comment"] = "generated";
        if (random_.chance(15)) machine["TimeoutSeconds"] = random_.between(5, 90);
        return machine;
    }

  private:
    std::string fresh_name() { return "S" + std::to_string(++names_); }

    /// A States object: a chain, some of whose states also jump ahead, plus the handlers their catchers go to.
    json::object flow(int depth) {
        const auto outer = visible_;
        const auto own = own_;
        own_.clear();
        for (const char* each : {"a", "b"}) own_.push_back("v" + std::to_string(depth) + each);
        visible_.insert(visible_.end(), own_.begin(), own_.end());
        auto made = chain_of_states(depth);
        visible_ = outer;
        own_ = own;
        return made;
    }

    json::object chain_of_states(int depth) {
        const auto length = static_cast<std::size_t>(random_.between(1, depth == 0 ? 5 : 3));
        std::vector<std::string> chain;
        for (std::size_t i = 0; i < length; ++i) chain.push_back(fresh_name());
        json::object states;
        for (std::size_t i = 0; i < length; ++i) {
            --left_;
            const bool last = i + 1 == length;
            json::object handlers;
            auto state = last ? last_state(depth, handlers) : middle_state(chain, i, depth, handlers);
            if (jsonata_ || random_.chance(25)) say_in_jsonata(state, random_);
            use_variables(state, own_, visible_, random_);
            states[chain[i]] = std::move(state);
            for (auto& handler : handlers) states[handler.key()] = std::move(handler.value());
        }
        return {{"StartAt", chain.front()}, {"States", std::move(states)}};
    }

    json::object last_state(int depth, json::object& handlers) {
        if (random_.chance(15)) return {{"Type", "Succeed"}};
        if (random_.chance(12)) return fail();
        auto state = working_state(depth, handlers);
        state["End"] = true;
        return state;
    }

    json::object middle_state(const std::vector<std::string>& chain, std::size_t i, int depth, json::object& handlers) {
        if (random_.chance(18)) {
            json::array choices;
            for (auto n = random_.between(1, 3); n > 0; --n) {
                auto rule = choice_rule(0);
                rule["Next"] =
                    chain[static_cast<std::size_t>(random_.between(static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(chain.size()) - 1))];
                choices.push_back(std::move(rule));
            }
            json::object state{{"Type", "Choice"}, {"Choices", std::move(choices)}};
            // The next of the chain must stay reachable.
            state["Default"] = chain[i + 1];
            return state;
        }
        auto state = working_state(depth, handlers);
        state["Next"] = chain[i + 1];
        return state;
    }

    json::object working_state(int depth, json::object& handlers) {
        const bool may_nest = depth < limits_.depth && left_ > 0;
        const auto dice = random_.below(100);
        if (dice < 42) return task(handlers);
        if (dice < 54) return pass();
        if (dice < 66) return wait();
        if (may_nest && dice < 83) return parallel(depth, handlers);
        if (may_nest) return map(depth, handlers);
        return task(handlers);
    }

    json::object fail() {
        json::object state{{"Type", "Fail"}};
        if (random_.chance(85)) state["Error"] = error_name();
        if (random_.chance(70)) state["Cause"] = "generated failure";
        if (random_.chance(10)) {
            state.erase("Cause");
            state["CausePath"] = random_.chance(70) ? "$.s" : "$.absent";
        }
        return state;
    }

    json::object pass() {
        json::object state{{"Type", "Pass"}};
        if (random_.chance(50)) state["Result"] = json::value{{"k", random_.between(0, 9)}, {"list", {1, 2.5, "x", nullptr}}};
        if (random_.chance(30)) state["Parameters"] = task_parameters();
        if (state.contains("Result") || state.contains("Parameters")) state["ResultPath"] = result_path();
        state_paths(state);
        return state;
    }

    json::object wait() {
        json::object state{{"Type", "Wait"}};
        switch (random_.below(5)) {
            case 0:
                state["SecondsPath"] = random_.chance(95) ? "$.n" : "$.s";
                break;
            case 1:
                state["Timestamp"] = to_iso8601(epoch_.plus_milliseconds(random_.between(-5'000, 90'000)));
                break;
            case 2:
                state["TimestampPath"] = random_.chance(95) ? "$.when" : "$.absent";
                break;
            default:
                state["Seconds"] = random_.between(0, 15);
                break;
        }
        return state;
    }

    json::object task(json::object& handlers) {
        json::object state{{"Type", "Task"}};
        const auto function = "f" + std::to_string(random_.below(function_count));
        const auto arn = "arn:aws:lambda:us-east-1:000000000000:function:" + function;
        if (random_.chance(55)) {
            state["Resource"] = arn;
            if (random_.chance(70)) state["Parameters"] = task_parameters();
        } else {
            state["Resource"] = "arn:aws:states:::lambda:invoke";
            json::object parameters{{"FunctionName", random_.chance(50) ? arn : function}};
            if (random_.chance(40))
                parameters["Payload"] = task_parameters();
            else if (random_.chance(80))
                parameters["Payload.$"] = "$.o";
            state["Parameters"] = std::move(parameters);
            if (random_.chance(70)) state["ResultSelector"] = json::object{{"payload.$", "$.Payload"}};
        }
        if (random_.chance(55)) {
            if (random_.chance(15)) {
                state["TimeoutSecondsPath"] = "$.n";
            } else {
                const auto timeout = random_.between(2, 20);
                state["TimeoutSeconds"] = timeout;
                if (random_.chance(30)) state["HeartbeatSeconds"] = random_.between(1, timeout - 1);
            }
        }
        state["ResultPath"] = result_path();
        if (state["ResultPath"] == "$") state.erase("ResultPath");
        retry_and_catch(state, handlers);
        state_paths(state);
        return state;
    }

    json::object parallel(int depth, json::object& handlers) {
        json::object state{{"Type", "Parallel"}};
        json::array branches;
        for (auto n = random_.between(1, 3); n > 0; --n) branches.push_back(flow(depth + 1));
        state["Branches"] = std::move(branches);
        if (random_.chance(25)) state["Parameters"] = whole_data();
        if (random_.chance(20)) state["ResultSelector"] = json::object{{"first.$", "$[0]"}};
        state["ResultPath"] = result_path();
        retry_and_catch(state, handlers);
        return state;
    }

    json::object map(int depth, json::object& handlers) {
        json::object state{{"Type", "Map"}};
        state["ItemsPath"] = random_.chance(97) ? "$.items" : "$.s";
        if (random_.chance(60)) {
            auto selector = whole_data();
            selector["item.$"] = "$$.Map.Item.Value";
            selector["i.$"] = "$$.Map.Item.Index";
            state[random_.chance(80) ? "ItemSelector" : "Parameters"] = std::move(selector);
        }
        if (random_.chance(60))
            state["MaxConcurrency"] = random_.between(0, 3);
        else if (random_.chance(20))
            state["MaxConcurrencyPath"] = "$.n";
        auto processor = flow(depth + 1);
        if (random_.chance(50)) processor["ProcessorConfig"] = json::object{{"Mode", "INLINE"}};
        state["ItemProcessor"] = std::move(processor);
        state["ResultPath"] = result_path();
        retry_and_catch(state, handlers);
        return state;
    }

    /// Two states that never end: the history limit or a stop ends them.
    json::object endless() {
        json::object back{{"Type", "Choice"},
                          {"Choices", json::array{json::object{{"Variable", "$.s"}, {"StringEquals", "never"}, {"Next", "Out"}}}},
                          {"Default", "Round"}};
        return {{"StartAt", "Round"},
                {"States", json::object{{"Round", json::object{{"Type", "Pass"}, {"Next", "Back"}}},
                                        {"Back", std::move(back)},
                                        {"Out", json::object{{"Type", "Succeed"}}}}}};
    }

    void retry_and_catch(json::object& state, json::object& handlers) {
        if (random_.chance(45)) {
            json::array retriers;
            const auto count = random_.between(1, 2);
            for (std::int64_t i = 0; i < count; ++i) {
                json::object retrier{{"ErrorEquals", error_equals(i + 1 == count)}};
                if (random_.chance(80)) retrier["IntervalSeconds"] = random_.between(1, 4);
                retrier["MaxAttempts"] = random_.between(0, 3);
                if (random_.chance(60)) retrier["BackoffRate"] = static_cast<double>(random_.between(10, 25)) / 10;
                if (random_.chance(30)) retrier["MaxDelaySeconds"] = random_.between(5, 9);
                if (random_.chance(25)) retrier["JitterStrategy"] = "FULL";
                retriers.push_back(std::move(retrier));
            }
            state["Retry"] = std::move(retriers);
        }
        if (random_.chance(40)) {
            json::array catchers;
            const auto count = random_.between(1, 2);
            for (std::int64_t i = 0; i < count; ++i) {
                const auto handler = fresh_name();
                auto handling = random_.chance(75) ? json::object{{"Type", "Pass"}, {"End", true}} : fail();
                if (jsonata_) say_in_jsonata(handling, random_);
                handlers[handler] = std::move(handling);
                json::object catcher{{"ErrorEquals", error_equals(i + 1 == count)}, {"Next", handler}};
                if (random_.chance(70)) catcher["ResultPath"] = random_.chance(85) ? json::value("$.error") : json::value(nullptr);
                catchers.push_back(std::move(catcher));
            }
            state["Catch"] = std::move(catchers);
        }
    }

    std::string error_name() {
        static constexpr std::array names{"E1", "E2", "E3"};
        return random_.pick(names);
    }
    json::array error_equals(bool last) {
        static constexpr std::array names{
            "E1", "E2", "E3", "States.Timeout", "States.TaskFailed", "Lambda.ServiceException", "States.HeartbeatTimeout", "Lambda.Unknown"};
        if (last && random_.chance(55)) return {"States.ALL"};
        json::array out;
        for (auto n = random_.between(1, 3); n > 0; --n) out.emplace_back(random_.pick(names));
        return out;
    }

    json::value result_path() {
        if (random_.chance(8)) return nullptr;
        if (random_.chance(4)) return "$";
        return json::value(json::string("$.r" + std::to_string(names_ % 4)));
    }
    void state_paths(json::object& state) {
        if (random_.chance(3)) state["OutputPath"] = "$.absent";
        if (random_.chance(3)) state["InputPath"] = "$.absent";
    }
    json::object task_parameters() {
        json::object parameters{{"n.$", "$.n"}, {"fixed", json::object{{"a", 1}, {"deep", json::object{{"s.$", "$.s"}}}}}};
        if (random_.chance(40)) parameters["state.$"] = "$$.State.Name";
        if (random_.chance(20)) parameters["retries.$"] = "$$.Execution.StartTime";
        if (random_.chance(3)) parameters["absent.$"] = "$.absent";
        return parameters;
    }
    json::object whole_data() {
        json::object data{{"extra", "kept"}};
        for (const char* member : {"n", "s", "flag", "items", "when", "o"}) data[std::string(member) + ".$"] = std::string("$.") + member;
        return data;
    }

    json::object choice_rule(int depth) {
        if (depth < 2 && random_.chance(25)) {
            if (random_.chance(40)) return {{"Not", choice_rule(depth + 1)}};
            return {{random_.chance(50) ? "And" : "Or", json::array{choice_rule(depth + 1), choice_rule(depth + 1)}}};
        }
        switch (random_.below(8)) {
            case 0:
                return {{"Variable", "$.n"}, {"NumericGreaterThan", random_.between(0, 6)}};
            case 1:
                return {{"Variable", "$.n"}, {"NumericLessThanEquals", random_.between(0, 6)}};
            case 2:
                return {{"Variable", "$.flag"}, {"BooleanEquals", random_.chance(50)}};
            case 3:
                return {{"Variable", "$.s"}, {"StringMatches", random_.chance(50) ? "te*" : "*z"}};
            case 4:
                return {{"Variable", "$.error"}, {"IsPresent", random_.chance(50)}};
            case 5:
                return {{"Variable", "$.when"}, {"TimestampGreaterThan", to_iso8601(epoch_.plus_milliseconds(20'000))}};
            case 6:
                return {{"Variable", "$.n"}, {"NumericEqualsPath", "$.o.n"}};
            default:
                return {{"Variable", random_.chance(96) ? "$.s" : "$.absent"}, {"StringEquals", "text"}};
        }
    }

    Random random_;
    const GeneratorLimits& limits_;
    Instant epoch_;
    int left_;
    int names_ = 0;
    bool jsonata_ = false;                    // the whole machine
    std::vector<std::string> own_, visible_;  // variables of the flow at hand; those it can read
};

}  // namespace

json::object generate_machine(Random random, const GeneratorLimits& limits, Instant epoch) { return Generator(random, limits, epoch).machine(); }

std::string generate_input(Random random, Instant epoch) {
    json::array items;
    for (auto n = random.between(0, 4); n > 0; --n) {
        items.push_back(json::object{{"n", random.between(0, 5)},
                                     {"s", "item"},
                                     {"flag", random.chance(50)},
                                     {"items", json::array{}},
                                     {"o", json::object{{"n", 1}}},
                                     {"when", to_iso8601(epoch.plus_milliseconds(random.between(0, 60'000)))}});
    }
    json::object input{{"n", random.between(1, 6)},
                       {"s", random.chance(70) ? "text" : "zzz"},
                       {"flag", random.chance(50)},
                       {"items", std::move(items)},
                       {"when", to_iso8601(epoch.plus_milliseconds(random.between(0, 90'000)))},
                       {"o", json::object{{"n", random.between(0, 5)}, {"text", "ü \" \\ \n"}}}};
    if (random.chance(4)) input.erase("items");
    if (random.chance(4)) input["n"] = "no number";
    auto text = json::serialize(input);
    if (random.chance(30)) text.insert(1, "  ");
    return text;
}

}  // namespace pawl::simulation
