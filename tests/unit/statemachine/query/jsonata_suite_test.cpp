// The language's own test suite (jsonata.org 2.2.2, MIT). Not run: group function-eval,
// as there is no $eval.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonata/expression.hpp"
#include "tests/unit/statemachine/query/shared_data.hpp"

namespace pawl::query::jsonata {
namespace {

class MapBindings : public Bindings {
  public:
    explicit MapBindings(const json::object& bound) {
        for (const auto& member : bound) values_.emplace(std::string(member.key()), Payload::from_value(copy_of(member.value())));
    }
    const Payload* find(std::string_view name) const override {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }

  private:
    std::map<std::string, Payload, std::less<>> values_;
};

std::string text_of(const json::value& value) { return std::string(value.get_string()); }

// Empty: passed.
std::string judge_error(const json::object& test, const std::string& code, const std::string& token, const std::string& message,
                        const std::string& value, const std::string& function_name) {
    if (const auto* wanted = test.if_contains("code")) {
        if (code != text_of(*wanted)) return "code " + code + " (" + message + ") instead of " + text_of(*wanted);
        if (const auto* wanted_token = test.if_contains("token"); wanted_token != nullptr && token != text_of(*wanted_token)) return "token " + token;
        return {};
    }
    if (const auto* wanted = test.if_contains("error")) {
        for (const auto& field : wanted->get_object()) {
            const std::map<std::string, std::string> known{{"code", code}, {"token", token}, {"message", message}, {"functionName", function_name}};
            const std::string found = field.key() == "value" ? value : known.at(std::string(field.key()));
            const std::string want = field.key() == "value" ? to_json(field.value()) : text_of(field.value());
            if (found != want) return std::string(field.key()) + ": " + found + " instead of " + want;
        }
        return {};
    }
    return "failed with " + code + ": " + message;
}

std::string judge(const json::object& test, std::map<std::string, Payload>& datasets) {
    const auto compiled = Expression::compile(text_of(test.at("expr")), Dialect::Reference);
    if (!compiled) {
        const SyntaxError& error = compiled.error();
        return judge_error(test, error.code, error.token, error.message, {}, {});
    }
    Scope scope;
    std::optional<Payload> input;
    if (const auto* data = test.if_contains("data")) {
        input = Payload::from_value(copy_of(*data));
    } else if (const auto* dataset = test.if_contains("dataset"); dataset != nullptr && dataset->is_string()) {
        const std::string name = text_of(*dataset);
        if (!datasets.contains(name)) datasets.emplace(name, *shared_json("jsonata/datasets/" + name + ".json"));
        input = datasets.at(name);
    }
    if (input) scope.input = &*input;
    const json::object none;
    const auto* bound = test.if_contains("bindings");
    const MapBindings bindings(bound != nullptr ? bound->get_object() : none);
    scope.bindings = &bindings;
    scope.now = Instant{1'790'000'000'000};
    scope.limits = {.fuel = 20'000'000, .depth = 1000, .largest_value_bytes = 200UL << 20, .memory_bytes = 1UL << 30};
    if (const auto* depth = test.if_contains("depth")) scope.limits.depth = static_cast<std::uint32_t>(depth->as_int64());

    const auto result = compiled->evaluate(scope);
    if (!result) {
        const EvaluationError& error = result.error();
        return judge_error(test, error.code, error.token, error.message, error.value, error.function_name);
    }
    const std::string shown = *result ? (*result)->text().substr(0, 300) : "undefined";
    if (const auto* wanted = test.if_contains("result")) {
        if (!*result) return "undefined instead of " + to_json(*wanted).substr(0, 300);
        return **result == Payload::from_value(copy_of(*wanted)) ? "" : shown + " instead of " + to_json(*wanted).substr(0, 300);
    }
    if (test.contains("undefinedResult")) return *result ? shown + " instead of undefined" : "";
    return shown + " instead of an error";
}

TEST(JsonataSuite, AllCasesButEval) {
    const auto cases = shared_json("jsonata/cases.json");
    if (!cases) GTEST_SKIP() << "../shared/jsonata/cases.json is not there";
    std::map<std::string, Payload> datasets;
    std::size_t passed = 0, run = 0;
    std::map<std::string, std::pair<int, int>> groups;
    for (const json::value& each : cases->value().get_array()) {
        const json::object& test = each.get_object();
        if (test.at("group").get_string() == "function-eval") continue;
        ++run;
        auto& [group_passed, group_run] = groups[text_of(test.at("group"))];
        ++group_run;
        const std::string complaint = judge(test, datasets);
        if (complaint.empty()) {
            ++passed;
            ++group_passed;
        } else {
            ADD_FAILURE() << text_of(test.at("group")) << "/" << text_of(test.at("file")) << "[" << to_json(test.at("index")) << "]  "
                          << text_of(test.at("expr")).substr(0, 400) << "\n    " << complaint;
        }
    }
    EXPECT_EQ(run, 1672U);
    for (const auto& [group, counts] : groups) tell_share("jsonata: " + group, counts.first, counts.second);
    std::cout << passed << " of " << run << " cases of the suite pass\n";
}

}  // namespace
}  // namespace pawl::query::jsonata
