// Functions over numbers: arithmetic, aggregation, and numbers as text.
#include <algorithm>
#include <cmath>
#include <limits>

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/integer_picture.hpp"
#include "statemachine/query/jsonata/library/number_picture.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::query::jsonata {
namespace {

template <class T>
Value number_or_error(Evaluator& evaluator, const library::Outcome<T>& outcome) {
    return outcome ? Value::of(static_cast<double>(*outcome)) : evaluator.fail(outcome.error());
}

// Calls use(number) for each item of an array of numbers; false after T0412.
template <class Use>
bool each_number(Evaluator& evaluator, const Call& call, Use&& use) {
    const Items items = Items::of(call[0]);
    if (!evaluator.charge(items.size())) return false;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        if (!item.is_number()) {
            evaluator.fail("T0412", {.value = call[0], .type = "numbers", .index = 1});
            return false;
        }
        use(item.to_number());
    }
    return true;
}

Value sum(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    double total = 0;
    return each_number(evaluator, call, [&](double number) { total += number; }) ? Value::of(total) : Value::error();
}

Value average(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const std::uint32_t count = Items::of(call[0]).size();
    double total = 0;
    if (!each_number(evaluator, call, [&](double number) { total += number; })) return Value::error();
    return count == 0 ? Value() : Value::of(total / count);
}

Value extreme(Evaluator& evaluator, const Call& call, double sign) {
    if (call[0].is_undefined()) return {};
    double best = -std::numeric_limits<double>::infinity();
    if (!each_number(evaluator, call, [&](double number) { best = std::max(best, sign * number); })) return Value::error();
    return Items::of(call[0]).size() == 0 ? Value() : Value::of(sign * best);
}

Value max(Evaluator& evaluator, const Call& call) { return extreme(evaluator, call, 1); }
Value min(Evaluator& evaluator, const Call& call) { return extreme(evaluator, call, -1); }

Value number(Evaluator& evaluator, const Call& call) {
    const Value& value = call[0];
    if (value.tag == Tag::Bool) return Value::of(value.boolean ? 1 : 0);
    if (value.is_string()) return number_or_error(evaluator, library::number_of_text(value.string()));
    return value;
}

template <double (*Operation)(double)>
Value apply_to(Evaluator&, const Call& call) {
    return call[0].is_undefined() ? Value() : Value::of(Operation(call[0].to_number()));
}

double floor_of(double number) { return std::floor(number); }
double ceiling_of(double number) { return std::ceil(number); }
double absolute_of(double number) { return std::fabs(number); }

Value round(Evaluator&, const Call& call) {
    if (call[0].is_undefined()) return {};
    return Value::of(library::round_half_even(call[0].to_number(), call[1].is_undefined() ? 0 : call[1].to_number()));
}

Value square_root(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const double number = call[0].to_number();
    return number < 0 ? evaluator.fail("D3060", {.value = call[0], .index = 1}) : Value::of(std::sqrt(number));
}

Value power(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const double result = call[1].is_undefined() ? std::numeric_limits<double>::quiet_NaN() : std::pow(call[0].to_number(), call[1].to_number());
    return std::isfinite(result) ? Value::of(result) : evaluator.fail("D3061", {.value = call[0], .value2 = call[1], .index = 1});
}

Value random(Evaluator& evaluator, const Call&) { return Value::of(evaluator.random().next_double()); }

Value format_base(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    return evaluator.text(library::format_base(call[0].to_number(), call[1].is_undefined() ? 10 : call[1].to_number()));
}

Value format_number(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    library::DecimalFormat format;
    if (call[2].is_object()) {
        each_member(call[2], [&](std::string_view name, const Value& value) {
            if (value.is_string()) format.set(name, value.string());
            return true;
        });
    }
    auto picture = library::NumberPicture::compile(call[1].string(), format);
    if (!picture) return evaluator.fail(picture.error());
    return evaluator.text(std::string_view(picture->format(call[0].to_number())));
}

Value format_integer(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    const auto picture = library::IntegerPicture::compile(call[1].string());
    if (!picture) return evaluator.fail(picture.error());
    return evaluator.text(picture->format(call[0].to_number()));
}

Value parse_integer(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    const auto picture = library::IntegerPicture::compile(call[1].string());
    if (!picture) return evaluator.fail(picture.error());
    const auto parsed = picture->parse(call[0].string());
    if (!parsed) return evaluator.fail(parsed.error());
    return *parsed ? Value::of(**parsed) : Value();
}

}  // namespace

std::span<const Builtin> number_builtins() {
    static constexpr Builtin list[] = {
        {.name = "sum", .run = sum, .signature_text = "<a<n>:n>", .checks_itself = true},
        {.name = "average", .run = average, .signature_text = "<a<n>:n>", .checks_itself = true},
        {.name = "max", .run = max, .signature_text = "<a<n>:n>", .checks_itself = true},
        {.name = "min", .run = min, .signature_text = "<a<n>:n>", .checks_itself = true},
        {.name = "number", .run = number, .signature_text = "<(nsb)-:n>"},
        {.name = "floor", .run = apply_to<floor_of>, .signature_text = "<n-:n>"},
        {.name = "ceil", .run = apply_to<ceiling_of>, .signature_text = "<n-:n>"},
        {.name = "abs", .run = apply_to<absolute_of>, .signature_text = "<n-:n>"},
        {.name = "round", .run = round, .signature_text = "<n-n?:n>", .arity = 2},
        {.name = "sqrt", .run = square_root, .signature_text = "<n-:n>"},
        {.name = "power", .run = power, .signature_text = "<n-n:n>", .arity = 2},
        {.name = "random", .run = random, .signature_text = "<:n>", .arity = 0, .dialects = dialect::reference},
        {.name = "formatBase", .run = format_base, .signature_text = "<n-n?:s>", .arity = 2},
        {.name = "formatNumber", .run = format_number, .signature_text = "<n-so?:s>", .arity = 3},
        {.name = "formatInteger", .run = format_integer, .signature_text = "<n-s:s>", .arity = 2},
        {.name = "parseInteger", .run = parse_integer, .signature_text = "<s-s:n>", .arity = 2},
    };
    return list;
}

}  // namespace pawl::query::jsonata
