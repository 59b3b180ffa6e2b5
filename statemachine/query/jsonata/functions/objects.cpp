// Functions over objects.
#include "statemachine/query/jsonata/evaluator.hpp"

namespace pawl::query::jsonata {
namespace {

// Whose keys those of an array are: all of its objects', each once.
bool gather_keys(Evaluator& evaluator, const Value& value, ObjectData& keys, unsigned depth) {
    if (depth > 1000) {
        evaluator.fail("U1001");
        return false;
    }
    if (value.is_array()) {
        const Items items = Items::of(value);
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (!evaluator.charge(1) || !gather_keys(evaluator, items[i], keys, depth + 1)) return false;
        }
    }
    each_member(value, [&](std::string_view key, const Value&) {
        keys.at(key, evaluator.arena());
        return true;
    });
    return true;
}

Value keys(Evaluator& evaluator, const Call& call) {
    ObjectData* found = evaluator.new_object();
    if (!gather_keys(evaluator, call[0], *found, 0)) return Value::error();
    Builder out(evaluator.arena(), found->size);
    for (std::uint32_t i = 0; i < found->size; ++i) out.push(Value::of_text(found->members[i].key));
    return evaluator.finish(out, flag::sequence);
}

Value lookup(Evaluator& evaluator, const Call& call) { return call[1].is_undefined() ? Value() : evaluator.lookup(call[0], call[1].string()); }

// One object for each member; arrays are looked through.
bool gather_members(Evaluator& evaluator, const Value& value, Builder& out, unsigned depth) {
    if (depth > 1000) {
        evaluator.fail("U1001");
        return false;
    }
    if (!evaluator.charge(1)) return false;
    if (value.is_array()) {
        const Items items = Items::of(value);
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (!gather_members(evaluator, items[i], out, depth + 1)) return false;
        }
    } else if (value.is_object()) {
        each_member(value, [&](std::string_view key, const Value& member) {
            ObjectData* single = evaluator.new_object();
            single->at(key, evaluator.arena()) = member;
            out.push(Value::of(single));
            return evaluator.charge(1);
        });
    } else {
        out.push(value);
    }
    return !evaluator.failed();
}

Value spread(Evaluator& evaluator, const Call& call) {
    const Value& value = call[0];
    if (!value.is_array() && !value.is_object()) return value;
    Builder out(evaluator.arena());
    if (!gather_members(evaluator, value, out, 0)) return Value::error();
    return evaluator.finish(out, value.is_object() ? flag::sequence : std::uint8_t{0});
}

Value merge(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    ObjectData* out = evaluator.new_object();
    const Items items = Items::of(call[0]);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        each_member(items[i], [&](std::string_view key, const Value& value) {
            out->at(key, evaluator.arena()) = value;
            return evaluator.charge(1);
        });
    }
    return evaluator.failed() ? Value::error() : Value::of(out);
}

Value clone(Evaluator& evaluator, const Call& call) { return evaluator.copy(call[0]); }

Value sift(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    ObjectData* out = evaluator.new_object();
    each_member(call[0], [&](std::string_view key, const Value& value) {
        Value verdict = value;
        if (call[1].is_function()) verdict = evaluator.call_with(*call[1].function, value, Value::of_text(key), call[0]);
        if (!verdict.is_error() && evaluator.is_true(verdict)) out->at(key, evaluator.arena()) = value;
        return !evaluator.failed();
    });
    if (evaluator.failed()) return Value::error();
    return out->size == 0 ? Value() : Value::of(out);
}

Value each(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    Builder out(evaluator.arena());
    each_member(call[0], [&](std::string_view key, const Value& value) {
        const Value result = evaluator.call_with(*call[1].function, value, Value::of_text(key), call[0]);
        if (!result.is_undefined()) out.push(result);
        return !evaluator.failed();
    });
    return evaluator.finish(out, flag::sequence);
}

}  // namespace

std::span<const Builtin> object_builtins() {
    static constexpr Builtin list[] = {
        {.name = "keys", .run = keys, .signature_text = "<x-:a<s>>"},
        {.name = "lookup", .run = lookup, .signature_text = "<x-s:x>", .arity = 2},
        {.name = "spread", .run = spread, .signature_text = "<x-:a<o>>"},
        {.name = "merge", .run = merge, .signature_text = "<a<o>:o>"},
        {.name = "clone", .run = clone, .signature_text = "<(oa)-:o>"},
        {.name = "sift", .run = sift, .signature_text = "<o-f?:o>", .arity = 2},
        {.name = "each", .run = each, .signature_text = "<o-f:a>", .arity = 2},
    };
    return list;
}

}  // namespace pawl::query::jsonata
