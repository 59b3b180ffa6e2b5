#include "statemachine/execution/jsonpath_flow.hpp"

#include <charconv>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::execution::flow {
namespace {

StateFailure failure(const FlowSite& site, query::QueryFailure query) {
    StateFailure out = site.runtime_failure(query.message);
    if (!query.with_prefix) out.failure.cause = std::move(query.message);
    out.terminal = query.error == errors::runtime;
    out.failure.error = std::move(query.error);
    return out;
}

Staged follow(const FlowSite& site, const query::Path& path, const Payload& value) {
    auto found = path.select(site.scope(value));
    if (found && path.is_definite()) return *std::move(found);
    if (found) return site.built(*std::move(found));
    return site.runtime_failure("Invalid path '" + path.text() + "' : " + found.error().message);
}

Staged along(const FlowSite& site, const definition::DataPath& path, const Payload& value) {
    if (path.is_null) return Payload::empty_object();
    if (!path.path || (path.path->is_whole() && path.path->root() == query::PathRoot::Input)) return value;
    return follow(site, *path.path, value);
}

Staged fill(const FlowSite& site, const query::PayloadTemplate& shape, const Payload& value) {
    auto filled = shape.evaluate(site.scope(value));
    if (filled) return site.built(*std::move(filled));
    return failure(site, std::move(filled).error());
}

Staged put(const FlowSite& site, const definition::ResultPlace& place, const Payload& result) {
    if (place.is_null) return site.frame().input;
    if (!place.path || place.path->is_whole()) return result;
    auto merged = place.path->put(site.frame().input, result);
    if (merged) return site.built(*std::move(merged));
    return failure(site, std::move(merged).error());
}

// What a path's value looks like in a message: a string without its quotes.
std::string shown(const Payload& value) { return is_string(value.value()) ? std::string(value.value().get_string()) : value.text(); }

// A JSON integer, or a string that holds one (recorded-behaviour#data-flow-in-jsonpath: "1" waits a second;
// assign::MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH).
std::optional<std::int64_t> as_long(const Payload& value) {
    if (value.value().is_int64()) return value.value().get_int64();
    if (!is_string(value.value())) return std::nullopt;
    const std::string text(value.value().get_string());
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

Staged enter(const FlowSite& site, const definition::JsonPathEntry& entry) {
    auto selected = along(site, entry.input_path, site.frame().input);
    if (!selected || !entry.parameters) return selected;
    return fill(site, *entry.parameters, *selected);
}

Leaving leave(const FlowSite& site, const definition::JsonPathExit& exit, const Payload& value, Yield, std::uint64_t) {
    std::vector<Assigned> assigned;
    if (exit.assign) {
        const auto values = fill(site, *exit.assign, value);
        if (!values) return values.error();
        for (const auto& member : values->value().get_object()) assigned.push_back({std::string(member.key()), values->select(member.value())});
    }
    Staged output = value;
    if (exit.result_selector) output = fill(site, *exit.result_selector, value);
    if (output) output = put(site, exit.result_path, *output);
    if (output) output = along(site, exit.output_path, *output);
    if (!output) return std::move(output).error();
    return site.leaving(*std::move(output), std::move(assigned));
}

Staged items(const FlowSite& site, const definition::JsonPathItems& items, const Payload& input) {
    Payload found = input;
    if (items.path) {
        auto selected = follow(site, *items.path, input);
        if (!selected) return selected;
        found = *std::move(selected);
    }
    if (found.value().is_array()) return found;
    // Recorded without the usual prefix.
    const std::string path = items.path ? items.path->text() : "$";
    return StateFailure{Failure{errors::runtime, "Reference path \"" + path + "\" must point to array."}, true};
}

Staged item_input(const FlowSite& site, const query::PayloadTemplate& selector, const Payload& input) { return fill(site, selector, input); }

Result<bool, StateFailure> holds(const FlowSite& site, const query::ChoiceRule& rule, const Payload& input, std::uint64_t) {
    auto matched = rule.matches(site.scope(input));
    if (matched) return *matched;
    return failure(site, std::move(matched).error());
}

Field<std::int64_t> number(const FlowSite& site, const query::Path& path, const Payload& input, std::string_view field, std::int64_t least) {
    auto found = path.select(site.scope(input));
    if (!found) return site.runtime_failure("Invalid path '" + path.text() + "' : " + found.error().message);
    const auto value = as_long(*found);
    if (value && *value >= least) return value;
    const std::string wrong = value ? "which is less than " + std::to_string(least) : "which is not a valid integer";
    return site.runtime_failure("The " + std::string(field) + "Path field refers to value \"" + shown(*found) + "\" " + wrong + ": " + path.text());
}

Field<std::string> text(const FlowSite& site, const query::PathOrCall& source, std::string_view field) {
    const std::string name = std::string(field) + "Path";
    auto found = source.evaluate(site.scope(site.frame().input), name);
    if (!found) return failure(site, std::move(found).error());
    if (is_string(found->value())) return std::optional(std::string(found->value().get_string()));
    return site.runtime_failure("The JSONPath '" + source.text() + "' specified for the field '" + name + "' must select a string but selected '" +
                                found->text() + "'");
}

Field<std::int64_t> wait_seconds(const FlowSite& site, const query::Path& path, const Payload& input) {
    const auto found = path.select(site.scope(input));
    if (!found || found->value().is_null())
        return site.runtime_failure("The SecondsPath parameter does not reference an input value: " + path.text());
    const auto seconds = as_long(*found);
    if (seconds && *seconds >= 0) return seconds;
    const std::string wrong = seconds ? "references a negative value: " : "cannot be parsed as a long value: ";
    return site.runtime_failure("The SecondsPath parameter " + wrong + path.text() + " == " + shown(*found));
}

Field<Instant> wait_timestamp(const FlowSite& site, const query::Path& path, const Payload& input) {
    const auto found = path.select(site.scope(input));
    if (!found || found->value().is_null())
        return site.runtime_failure("The TimestampPath parameter does not reference an input value: " + path.text());
    const auto instant = is_string(found->value()) ? parse_timestamp(shown(*found)) : std::nullopt;
    if (instant) return instant;
    return site.runtime_failure("The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: " +
                                path.text() + " == " + shown(*found));
}

}  // namespace pawl::execution::flow
