// What Step Functions adds to the language. Measured and recorded on AWS (recorded-behaviour#jsonata).
#include <cmath>

#include "statemachine/query/digest.hpp"
#include "statemachine/query/java_random.hpp"
#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::query::jsonata {
namespace {

// Pieces of that many items. A size that is no positive whole number is cut; below 1 it fails where it is negative, else there is no result.
Value partition(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    const double size = std::trunc(call[1].to_number());
    if (size < 0) return evaluator.fail("U1006", {.value = call[1], .index = 2});
    const Items items = Items::of(call[0]);
    if (!(size >= 1) || items.size() == 0) return {};
    if (!evaluator.charge(items.size())) return Value::error();
    const auto step = size > items.size() ? items.size() : static_cast<std::uint32_t>(size);
    Builder out(evaluator.arena());
    for (std::uint32_t i = 0; i < items.size(); i += step) {
        Builder piece(evaluator.arena(), step);
        for (std::uint32_t n = i; n < items.size() && n - i < step; ++n) piece.push(items[n]);
        out.push(evaluator.finish(piece, 0));
        if (items.size() - i <= step) break;
    }
    return evaluator.finish(out, 0);
}

// Both ends included; fractions are cut. A single number comes back as itself (recorded: $range(1,9,9) is 1).
Value range(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined() || call[2].is_undefined()) return {};
    const double first = std::trunc(call[0].to_number()), last = std::trunc(call[1].to_number()), step = std::trunc(call[2].to_number());
    if (step == 0 || !std::isfinite(first + last + step)) return evaluator.fail("U1005", {.value = call[2], .index = 3});
    const double count = std::floor((last - first) / step) + 1;
    if (count * sizeof(Value) > static_cast<double>(evaluator.arena().largest())) return evaluator.fail_memory();
    Builder out(evaluator.arena());
    for (double i = 0; i < count && evaluator.charge(1); ++i) out.push(Value::of(first + i * step));
    return evaluator.finish(out, flag::sequence);
}

Value hash(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    const auto digest = hex_digest(call[1].string(), call[0].string());
    return digest ? evaluator.text(std::string_view(*digest)) : evaluator.fail("U1007", {.value = call[1], .index = 2});
}

Value random(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return Value::of(evaluator.random().next_double());
    const double seed = std::trunc(call[0].to_number());
    return Value::of(JavaRandom(std::fabs(seed) < 9.2e18 ? static_cast<std::int64_t>(seed) : 0).next_double());
}

Value uuid(Evaluator& evaluator, const Call&) { return evaluator.text(std::string_view(evaluator.random().next_uuid())); }

Value parse(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    return evaluator.parse(call[0].string());
}

}  // namespace

std::span<const Builtin> step_functions_builtins() {
    static constexpr Builtin list[] = {
        {.name = "partition", .run = partition, .signature_text = "<an:a>", .arity = 2, .dialects = dialect::step_functions},
        {.name = "range", .run = range, .signature_text = "<nnn:a>", .arity = 3, .dialects = dialect::step_functions},
        {.name = "hash", .run = hash, .signature_text = "<ss:s>", .arity = 2, .dialects = dialect::step_functions},
        {.name = "random", .run = random, .signature_text = "<n?:n>", .arity = 0, .dialects = dialect::step_functions},
        {.name = "uuid", .run = uuid, .signature_text = "<:s>", .arity = 0, .dialects = dialect::step_functions},
        {.name = "parse", .run = parse, .signature_text = "<s-:x>", .dialects = dialect::step_functions},
    };
    return list;
}

}  // namespace pawl::query::jsonata
