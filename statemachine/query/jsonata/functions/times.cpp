// $now, $millis, $toMillis and $fromMillis. The time comes in with the scope.
#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/timestamp.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr std::string_view iso_picture = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

Value format(Evaluator& evaluator, Instant instant, const Value& picture_text, const Value& offset_text) {
    if (picture_text.is_undefined() && offset_text.is_undefined()) return evaluator.text(std::string_view(to_iso8601(instant)));
    int offset = 0;
    if (!offset_text.is_undefined()) {
        const auto parsed = library::parse_offset_minutes(offset_text.string());
        if (!parsed) return evaluator.fail(parsed.error());
        offset = *parsed;
    }
    const auto* picture = evaluator.picture(picture_text.is_undefined() ? iso_picture : picture_text.string());
    return picture == nullptr ? Value::error() : evaluator.text(picture->format(instant, offset));
}

Value now(Evaluator& evaluator, const Call& call) { return format(evaluator, evaluator.scope().now, call[0], call[1]); }

Value millis(Evaluator& evaluator, const Call&) { return Value::of(static_cast<double>(evaluator.scope().now.milliseconds)); }

Value from_millis(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const auto instant = library::instant_of_milliseconds(call[0].to_number());
    return instant ? format(evaluator, *instant, call[1], call[2]) : evaluator.fail(instant.error());
}

Value to_millis(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    if (call[1].is_undefined()) {
        const auto instant = library::parse_timestamp_text(call[0].string());
        return instant ? Value::of(static_cast<double>(instant->milliseconds)) : evaluator.fail(instant.error());
    }
    const auto* picture = evaluator.picture(call[1].string());
    if (picture == nullptr) return Value::error();
    const auto instant = picture->parse(call[0].string(), evaluator.scope().now);
    if (!instant) return evaluator.fail(instant.error());
    return *instant ? Value::of(static_cast<double>((*instant)->milliseconds)) : Value();
}

}  // namespace

std::span<const Builtin> time_builtins() {
    static constexpr Builtin list[] = {
        {.name = "now", .run = now, .signature_text = "<s?s?:s>", .arity = 2},
        {.name = "millis", .run = millis, .signature_text = "<:n>", .arity = 0},
        {.name = "toMillis", .run = to_millis, .signature_text = "<s-s?:n>", .arity = 2},
        {.name = "fromMillis", .run = from_millis, .signature_text = "<n-s?s?:s>", .arity = 3},
    };
    return list;
}

}  // namespace pawl::query::jsonata
