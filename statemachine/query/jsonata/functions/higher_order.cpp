// $map, $filter, $single, $reduce: functions that call the functions they are given.
#include <algorithm>

#include "statemachine/query/jsonata/evaluator.hpp"

namespace pawl::query::jsonata {
namespace {

Value map(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    Builder out(evaluator.arena());
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value result = evaluator.call_with(*call[1].function, items[i], Value::of(i), call[0]);
        if (result.is_error()) return result;
        if (!result.is_undefined()) out.push(result);
    }
    return evaluator.finish(out, flag::sequence);
}

Value filter(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    Builder out(evaluator.arena());
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        const Value verdict = evaluator.call_with(*call[1].function, item, Value::of(i), call[0]);
        if (verdict.is_error()) return verdict;
        if (evaluator.is_true(verdict)) out.push(item);
    }
    return evaluator.finish(out, flag::sequence);
}

Value single(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    bool found = false;
    Value result;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        if (call[1].is_function()) {
            const Value verdict = evaluator.call_with(*call[1].function, item, Value::of(i), call[0]);
            if (verdict.is_error()) return verdict;
            if (!evaluator.is_true(verdict)) continue;
        }
        if (found) return evaluator.fail("D3138", {.index = i});
        found = true;
        result = item;
    }
    return found ? result : evaluator.fail("D3139");
}

Value reduce(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Function& function = *call[1].function;
    if (function.arity < 2) return evaluator.fail("D3050", {.index = 1});
    const Items items = Items::of(call[0]);
    Value result = call[2];
    std::uint32_t i = 0;
    if (result.is_undefined() && items.size() > 0) {
        result = items[0];
        i = 1;
    }
    for (; i < items.size(); ++i) {
        Value arguments[] = {result, items[i], Value::of(i), call[0]};
        result = evaluator.call(function, {arguments, std::min<std::size_t>(function.arity, 4)}, Value::null());
        if (result.is_error()) return result;
    }
    return result;
}

}  // namespace

std::span<const Builtin> higher_order_builtins() {
    static constexpr Builtin list[] = {
        {.name = "map", .run = map, .signature_text = "<af>", .arity = 2},
        {.name = "filter", .run = filter, .signature_text = "<af>", .arity = 2},
        {.name = "single", .run = single, .signature_text = "<af?>", .arity = 2},
        {.name = "reduce", .run = reduce, .signature_text = "<afj?:j>", .arity = 3},
    };
    return list;
}

}  // namespace pawl::query::jsonata
