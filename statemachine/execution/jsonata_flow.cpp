#include "statemachine/execution/jsonata_flow.hpp"

#include <cmath>

#include <boost/json/value.hpp>

#include "statemachine/execution/state_bindings.hpp"

namespace pawl::execution::flow {
namespace {

using query::ExpressionFailure;
using query::ExpressionTemplate;

StateFailure failed(const FlowSite& site, std::string_view message, std::optional<std::string> location) {
    StateFailure failure{within_limits({errors::query_evaluation, explained(site.state(), site.frame(), message)})};
    failure.evaluation = true;
    failure.location = std::move(location);
    return failure;
}

StateFailure failed(const FlowSite& site, ExpressionFailure failure) { return failed(site, failure.message, std::move(failure.location)); }

Staged evaluate(const FlowSite& site, const ExpressionTemplate& shape, StateRunner runner) {
    auto value = shape.evaluate(runner);
    if (!value) return failed(site, std::move(value).error());
    return site.built(value->rewritten());
}

// The number a JSON value is, if it is whole and as JavaScript can tell it from its neighbours.
std::optional<std::int64_t> whole_number(const json::value& value) {
    constexpr double largest = 9'007'199'254'740'991.0;
    if (value.is_int64()) return value.get_int64();
    if (!is_number(value)) return std::nullopt;
    const double number = to_double(value);
    if (std::floor(number) != number || std::abs(number) > largest) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

// A text, as the field wants one.
Result<std::string, StateFailure> text_of(const FlowSite& site, const ExpressionTemplate& expression) {
    const auto value = evaluate(site, expression, StateRunner(site));
    if (!value) return value.error();
    if (is_string(value->value())) return std::string(value->value().get_string());
    return failed(site, expression.unexpected_type("string", *value));
}

}  // namespace

Staged enter(const FlowSite& site, const definition::JsonataEntry& entry) {
    if (!entry.arguments) return site.frame().input;
    return evaluate(site, *entry.arguments, StateRunner(site));
}

Leaving leave(const FlowSite& site, const definition::JsonataExit& exit, const Payload& value, Yield yield, std::uint64_t used) {
    Staged output = value;
    if (exit.output) output = evaluate(site, *exit.output, StateRunner(site, &value, yield, used));
    if (!output) return std::move(output).error();
    std::vector<Assigned> assigned;
    if (exit.assign) {
        StateRunner runner(site, &value, yield, used);
        auto members = exit.assign->evaluate_members(runner);
        if (!members) return failed(site, std::move(members).error());
        for (auto& [name, member] : *members) assigned.push_back({std::move(name), member.rewritten()});
    }
    return site.leaving(*std::move(output), std::move(assigned));
}

Staged items(const FlowSite& site, const definition::JsonataItems& items, const Payload& input) {
    for (const ExpressionTemplate& tolerance : items.tolerances) {
        const auto value = evaluate(site, tolerance, StateRunner(site));
        if (!value) return value;
        if (!is_number(value->value())) return failed(site, tolerance.unexpected_type("number", *value));
    }
    if (!items.items) {
        if (input.value().is_array()) return input;
        return failed(site, "Map state input must be an array but was: " + to_json(input.value()), std::nullopt);
    }
    auto found = evaluate(site, *items.items, StateRunner(site));
    if (!found || found->value().is_array()) return found;
    return failed(site, items.items->unexpected_type("array", *found));
}

Staged item_input(const FlowSite& site, const ExpressionTemplate& selector, const Payload&) { return evaluate(site, selector, StateRunner(site)); }

Result<bool, StateFailure> holds(const FlowSite& site, const ExpressionTemplate& condition, const Payload&, std::uint64_t used) {
    const auto value = evaluate(site, condition, StateRunner(site, nullptr, Yield::Input, used));
    if (!value) return value.error();
    if (value->value().is_bool()) return value->value().get_bool();
    return failed(site, condition.unexpected_type("boolean", *value));
}

Field<std::int64_t> number(const FlowSite& site, const ExpressionTemplate& expression, const Payload&, std::string_view field, std::int64_t least) {
    const auto value = evaluate(site, expression, StateRunner(site));
    if (!value) return value.error();
    if (!is_number(value->value())) return failed(site, expression.unexpected_type("number", *value));
    constexpr std::int64_t largest = 99'999'999;  // AWS's maximum for seconds
    const auto number = whole_number(value->value());
    if (number && *number >= least && *number <= largest) return number;
    return failed(site,
                  "The " + std::string(field) + " field must be a whole number between " + std::to_string(least) + " and " + std::to_string(largest) +
                      " but was: " + value->text(),
                  expression.field());
}

Field<std::string> text(const FlowSite& site, const ExpressionTemplate& expression, std::string_view) {
    auto text = text_of(site, expression);
    if (!text) return std::move(text).error();
    return std::optional(*std::move(text));
}

Field<std::int64_t> wait_seconds(const FlowSite& site, const ExpressionTemplate& expression, const Payload& input) {
    return number(site, expression, input, "Seconds", 0);
}

Field<Instant> wait_timestamp(const FlowSite& site, const ExpressionTemplate& expression, const Payload&) {
    const auto text = text_of(site, expression);
    if (!text) return text.error();
    if (const auto instant = parse_timestamp(*text)) return instant;
    return failed(site, "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: " + *text, expression.field());
}

}  // namespace pawl::execution::flow
