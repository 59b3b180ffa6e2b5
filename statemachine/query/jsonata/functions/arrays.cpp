// Functions over arrays, and those over any value.
#include <algorithm>
#include <unordered_set>

#include "statemachine/query/java_text.hpp"
#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/merge_sort.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::query::jsonata {
namespace {

Value count(Evaluator&, const Call& call) { return Value::of(call[0].is_undefined() ? 0 : Items::of(call[0]).size()); }

Value append(Evaluator& evaluator, const Call& call) { return evaluator.append(call[0], call[1]); }

Value exists(Evaluator&, const Call& call) { return Value::of_bool(!call[0].is_undefined()); }

Value boolean(Evaluator& evaluator, const Call& call) {
    const auto truth = evaluator.truth(call[0]);
    return truth ? Value::of_bool(*truth) : Value();
}

Value negation(Evaluator& evaluator, const Call& call) {
    const auto truth = evaluator.truth(call[0]);
    return truth ? Value::of_bool(!*truth) : Value();
}

Value type_of(Evaluator&, const Call& call) {
    switch (call[0].type()) {
        case type::missing:
            return {};
        case type::null:
            return Value::of_text("null");
        case type::number:
            return Value::of_text("number");
        case type::string:
            return Value::of_text("string");
        case type::boolean:
            return Value::of_text("boolean");
        case type::array:
            return Value::of_text("array");
        case type::function:
            return Value::of_text("function");
        default:
            return Value::of_text("object");
    }
}

Value reverse(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    if (items.size() <= 1) return call[0];
    if (!evaluator.charge(items.size())) return Value::error();
    Builder out(evaluator.arena(), items.size());
    for (std::uint32_t i = items.size(); i-- > 0;) out.push(items[i]);
    return evaluator.finish(out, 0);
}

Value shuffle(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    if (items.size() <= 1) return call[0];
    if (!evaluator.charge(items.size())) return Value::error();
    Builder out(evaluator.arena(), items.size());
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        out.push(items[i]);
        std::swap(out[i], out[static_cast<std::uint32_t>(evaluator.random().next() % (i + 1))]);
    }
    return evaluator.finish(out, 0);
}

// Strings and numbers, by far the most common, are found by hash; anything else is compared with what was kept of its kind.
Value distinct(Evaluator& evaluator, const Call& call) {
    if (!call[0].is_array()) return call[0];
    const Items items = Items::of(call[0]);
    if (items.size() <= 1) return call[0];
    if (!evaluator.charge(std::uint64_t{items.size()} * 4)) return Value::error();  // hashing an item costs as much as a few steps
    ObjectData texts;
    std::unordered_set<double> numbers;
    std::vector<Value> others;
    Builder out(evaluator.arena());
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        bool fresh = true;
        if (item.is_string()) {
            evaluator.charge_text(item);
            const std::uint32_t known = texts.size;
            texts.at(item.string(), evaluator.arena());
            fresh = texts.size > known;
        } else if (item.tag == Tag::Number) {
            fresh = numbers.insert(item.number).second;
        } else {
            fresh = std::none_of(others.begin(), others.end(), [&](const Value& known) { return evaluator.equal(known, item); });
            if (fresh) others.push_back(item);
        }
        if (evaluator.failed()) return Value::error();
        if (fresh) out.push(item);
    }
    return evaluator.finish(out, call[0].flags & flag::sequence);
}

Value zip(Evaluator& evaluator, const Call& call) {
    std::uint32_t shortest = call.arguments.empty() ? 0 : static_cast<std::uint32_t>(-1);
    std::vector<Items> lists;
    for (const Value& argument : call.arguments) {
        lists.push_back(Items::of(argument));
        shortest = std::min(shortest, argument.is_array() ? lists.back().size() : 0);
    }
    if (!evaluator.charge(std::uint64_t{shortest} * lists.size())) return Value::error();
    Builder out(evaluator.arena(), shortest);
    for (std::uint32_t i = 0; i < shortest; ++i) {
        Builder tuple(evaluator.arena(), static_cast<std::uint32_t>(lists.size()));
        for (const Items& list : lists) tuple.push(list[i]);
        out.push(evaluator.finish(tuple, 0));
    }
    return evaluator.finish(out, 0);
}

// JavaScript's truth, which a comparator's result is taken by.
bool truthy(const Value& value) {
    switch (value.tag) {
        case Tag::Undefined:
        case Tag::Null:
            return false;
        case Tag::Bool:
            return value.boolean;
        case Tag::Number:
            return value.number != 0;
        case Tag::String:
            return value.length > 0;
        default:
            return true;
    }
}

Value sort(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const Items items = Items::of(call[0]);
    const std::uint32_t size = items.size();
    if (size <= 1) return call[0];
    if (!evaluator.charge(size)) return Value::error();
    Builder out(evaluator.arena(), size);
    for (std::uint32_t i = 0; i < size; ++i) out.push(items[i]);
    Value* room = evaluator.arena().make_array<Value>(size);
    if (call[1].is_function()) {
        const Function& comparator = *call[1].function;
        merge_sort(out.items(), room, size, [&](const Value& a, const Value& b) {
            Value pair[] = {a, b};
            return !evaluator.failed() && truthy(evaluator.call(comparator, pair, Value::null()));
        });
        return evaluator.finish(out, 0);
    }
    bool numbers = true, texts = true;
    for (std::uint32_t i = 0; i < size; ++i) {
        numbers = numbers && out[i].is_number();
        texts = texts && out[i].is_string();
    }
    if (!numbers && !texts) return evaluator.fail("D3070", {.index = 1});
    if (numbers) {
        merge_sort(out.items(), room, size, [](const Value& a, const Value& b) { return a.to_number() > b.to_number(); });
    } else {
        merge_sort(out.items(), room, size,
                   [&](const Value& a, const Value& b) { return evaluator.charge_text(a) && java_compare(a.string(), b.string()) > 0; });
    }
    return evaluator.finish(out, 0);
}

Value raise(Evaluator& evaluator, const Call& call) {
    return evaluator.fail("D3137", {.value = call[0].is_undefined() ? Value::of_text("$error() function evaluated") : call[0]});
}

Value assert_that(Evaluator& evaluator, const Call& call) {
    if (call[0].tag == Tag::Bool && call[0].boolean) return {};
    return evaluator.fail("D3141", {.value = call[1].is_undefined() || call[1].length == 0 ? Value::of_text("$assert() statement failed") : call[1]});
}

}  // namespace

std::span<const Builtin> array_builtins() {
    static constexpr Builtin list[] = {
        {.name = "count", .run = count, .signature_text = "<a:n>"},
        {.name = "append", .run = append, .signature_text = "<xx:a>", .arity = 2},
        {.name = "exists", .run = exists, .signature_text = "<x:b>"},
        {.name = "boolean", .run = boolean, .signature_text = "<x-:b>"},
        {.name = "not", .run = negation, .signature_text = "<x-:b>"},
        {.name = "type", .run = type_of, .signature_text = "<x:s>"},
        {.name = "reverse", .run = reverse, .signature_text = "<a:a>"},
        {.name = "shuffle", .run = shuffle, .signature_text = "<a:a>"},
        {.name = "distinct", .run = distinct, .signature_text = "<x:x>"},
        {.name = "zip", .run = zip, .signature_text = "<a+>", .arity = 0},
        {.name = "sort", .run = sort, .signature_text = "<af?:a>", .arity = 2},
        {.name = "error", .run = raise, .signature_text = "<s?:x>"},
        {.name = "assert", .run = assert_that, .signature_text = "<bs?:x>", .arity = 2},
    };
    return list;
}

}  // namespace pawl::query::jsonata
