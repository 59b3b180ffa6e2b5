// + - * / % = != < <= > >= & .. in and or
#include <cmath>

#include "statemachine/query/java_text.hpp"
#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr std::string_view symbols[] = {"", "+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in", ".."};

bool is_integer(const Value& value) {
    return value.is_number() && std::trunc(value.to_number()) == value.to_number() && std::isfinite(value.to_number());
}

}  // namespace

std::optional<bool> Evaluator::truth(const Value& value) {
    switch (value.tag) {
        case Tag::Undefined:
            return std::nullopt;
        case Tag::Bool:
            return value.boolean;
        case Tag::Number:
        case Tag::BigNumber:
            return value.to_number() != 0 && !std::isnan(value.to_number());
        case Tag::String:
            return value.length > 0;
        case Tag::NodeObject:
        case Tag::Object:
            return member_count(value) > 0;
        case Tag::NodeArray:
        case Tag::Array:
        case Tag::Range: {
            // Arrays of one are looked through in a loop. Deeper nesting with more than one item is rare; what lies 1,000 levels down counts as
            // false.
            Value at = value;
            for (unsigned depth = 0; at.is_array(); ++depth) {
                const Items items = Items::of(at);
                if (items.size() == 0 || !charge(items.size())) return false;
                if (items.size() == 1) {
                    at = items[0];
                    continue;
                }
                for (std::uint32_t i = 0; i < items.size(); ++i) {
                    const Value item = items[i];
                    if (item.is_array() ? nested_truth(item, 1) : truth(item).value_or(false)) return true;
                }
                return false;
            }
            return truth(at).value_or(false);
        }
        default:
            return false;
    }
}

bool Evaluator::nested_truth(const Value& value, unsigned depth) {
    if (!value.is_array()) return truth(value).value_or(false);
    const Items items = Items::of(value);
    if (!charge(items.size())) return false;
    for (std::uint32_t i = 0; depth < 1000 && i < items.size(); ++i) {
        if (nested_truth(items[i], depth + 1)) return true;
    }
    return false;
}

bool Evaluator::numeric(const Value& value) {
    if (!value.is_number()) return false;
    const double number = value.to_number();
    if (std::isinf(number)) fail("D1001", {.value = value});
    return std::isfinite(number);
}

Value Evaluator::logical(const Node& node, const Value& input, Frame* frame) {
    const Value left = eval(*node.a, input, frame);
    if (left.is_error()) return left;
    const bool truth_left = is_true(left);
    if (truth_left == (node.op == Operator::Or)) return Value::of_bool(truth_left);
    const Value right = eval(*node.b, input, frame);
    if (right.is_error()) {
        // The reference names the outermost operator of this kind.
        error_.culprit.token = symbols[static_cast<std::size_t>(node.op)];
        error_.culprit.position = node.position;
        return right;
    }
    return Value::of_bool(is_true(right));
}

Value Evaluator::binary(const Node& node, const Value& input, Frame* frame) {
    const Value left = eval(*node.a, input, frame);
    if (left.is_error()) return left;
    const Value right = eval(*node.b, input, frame);
    if (right.is_error()) return right;
    Value value;
    switch (node.op) {
        case Operator::Add:
        case Operator::Subtract:
        case Operator::Multiply:
        case Operator::Divide:
        case Operator::Modulo:
            value = arithmetic(node.op, left, right);
            break;
        case Operator::Equal:
        case Operator::NotEqual:
            value = left.is_undefined() || right.is_undefined() ? Value::of_bool(false)
                                                                : Value::of_bool(equal(left, right) == (node.op == Operator::Equal));
            break;
        case Operator::Less:
        case Operator::LessEqual:
        case Operator::Greater:
        case Operator::GreaterEqual:
            value = compare(node.op, left, right);
            break;
        case Operator::Concat:
            value = concat(left, right);
            break;
        case Operator::In:
            value = includes(left, right);
            break;
        default:
            value = range(left, right);
    }
    if (!failed_) return value;
    error_.culprit.token = symbols[static_cast<std::size_t>(node.op)];
    error_.culprit.position = node.position;
    error_.has_token = true;
    return Value::error();
}

Value Evaluator::arithmetic(Operator op, const Value& a, const Value& b) {
    if (a.tag != Tag::Number || b.tag != Tag::Number || !std::isfinite(a.number) || !std::isfinite(b.number)) [[unlikely]] {
        if (!a.is_undefined() && !numeric(a)) return failed_ ? Value::error() : fail("T2001", {.value = a});
        if (!b.is_undefined() && !numeric(b)) return failed_ ? Value::error() : fail("T2002", {.value = b});
        if (a.is_undefined() || b.is_undefined()) return {};
    }
    const double x = a.to_number(), y = b.to_number();
    switch (op) {
        case Operator::Add:
            return Value::of(x + y);
        case Operator::Subtract:
            return Value::of(x - y);
        case Operator::Multiply:
            return Value::of(x * y);
        case Operator::Divide:
            return Value::of(x / y);
        default:
            return Value::of(std::fmod(x, y));
    }
}

Value Evaluator::compare(Operator op, const Value& a, const Value& b) {
    const bool first_is_fine = a.is_undefined() || a.is_string() || a.is_number(),
               second_is_fine = b.is_undefined() || b.is_string() || b.is_number();
    if (!first_is_fine || !second_is_fine) return fail("T2010", {.value = a.is_string() || a.is_number() ? b : a});
    if (a.is_undefined() || b.is_undefined()) return {};
    if (a.is_string() != b.is_string()) return fail("T2009", {.value = a, .value2 = b});
    bool less = false, same = false;
    if (a.is_string()) {
        if (!charge_text(a)) return Value::error();
        const int order = java_compare(a.string(), b.string());
        less = order < 0;
        same = order == 0;
    } else {
        const double x = a.to_number(), y = b.to_number();
        if (std::isnan(x) || std::isnan(y)) return Value::of_bool(false);
        less = x < y;
        same = x == y;
    }
    switch (op) {
        case Operator::Less:
            return Value::of_bool(less);
        case Operator::LessEqual:
            return Value::of_bool(less || same);
        case Operator::Greater:
            return Value::of_bool(!less && !same);
        default:
            return Value::of_bool(!less);
    }
}

// A text made here has room behind it; when nothing was appended there yet, the next piece goes there and the text is not copied again. The room
// is kept account of in front of the text.
namespace {
struct Room {
    std::uint32_t used;
    std::uint32_t capacity;
};
constexpr std::size_t least_growing = 64;
}  // namespace

Value Evaluator::concat(const Value& a, const Value& b) {
    const Value left = a.is_string() ? a : a.is_undefined() ? Value::of_text({}) : to_text(a);
    const Value right = b.is_string() ? b : b.is_undefined() ? Value::of_text({}) : to_text(b);
    if (left.is_error() || right.is_error()) return Value::error();
    if (right.length == 0) return left;
    if (left.length == 0) return right;
    const std::size_t size = std::size_t{left.length} + right.length;
    if (size > largest_text()) return fail_memory();
    if (!charge_text(right)) return Value::error();
    if (left.has(flag::roomy)) {
        auto* room = reinterpret_cast<Room*>(const_cast<char*>(left.text)) - 1;
        if (room->used == left.length && size <= room->capacity) {
            std::memcpy(const_cast<char*>(left.text) + left.length, right.text, right.length);
            room->used = static_cast<std::uint32_t>(size);
            Value value = left;
            value.length = static_cast<std::uint32_t>(size);
            return value;
        }
    }
    const bool roomy = size >= least_growing;
    const std::size_t capacity = roomy ? size * 2 : size;
    char* place = static_cast<char*>(arena_.allocate(capacity + (roomy ? sizeof(Room) : 0)));
    if (roomy) {
        *reinterpret_cast<Room*>(place) = {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(capacity)};
        place += sizeof(Room);
    }
    std::memcpy(place, left.text, left.length);
    std::memcpy(place + left.length, right.text, right.length);
    Value value = Value::of_text({place, size});
    if (roomy) value.flags = flag::roomy;
    return value;
}

Value Evaluator::range(const Value& a, const Value& b) {
    if (!a.is_undefined() && !is_integer(a)) return fail("T2003", {.value = a});
    if (!b.is_undefined() && !is_integer(b)) return fail("T2004", {.value = b});
    if (a.is_undefined() || b.is_undefined() || a.to_number() > b.to_number()) return {};
    const double size = b.to_number() - a.to_number() + 1;
    if (size > 1e7) return fail("D2014", {.value = Value::of(size)});
    if (size * sizeof(Value) > static_cast<double>(arena_.largest())) return fail_memory();
    Value value(Tag::Range);
    value.flags = flag::sequence;
    value.range = arena_.make<RangeData>(RangeData{a.to_number(), static_cast<std::uint32_t>(size)});
    return value;
}

Value Evaluator::includes(const Value& a, const Value& b) {
    if (a.is_undefined() || b.is_undefined()) return Value::of_bool(false);
    const Items items = b.is_array() ? Items::of(b) : Items::one(b);
    if (!charge(items.size())) return Value::error();
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        // The reference compares by identity: arrays and objects are never found.
        if (!item.is_array() && !item.is_object() && equal(a, item)) return Value::of_bool(true);
    }
    return Value::of_bool(false);
}

bool Evaluator::equal(const Value& a, const Value& b, unsigned depth) {
    if (a.is_number() && b.is_number()) {
        if (a.tag == Tag::BigNumber && b.tag == Tag::BigNumber && charge(8)) return json_of(a) == json_of(b) || a.to_number() == b.to_number();
        return a.to_number() == b.to_number();
    }
    if (a.is_string()) return b.is_string() && a.length == b.length && charge_text(a) && a.string() == b.string();
    if (depth > 1000) {
        fail("U1001");
        return false;
    }
    if (!charge(1)) return false;
    if (a.is_array() && b.is_array()) {
        const Items x = Items::of(a), y = Items::of(b);
        if (x.size() != y.size() || !charge(x.size())) return false;
        for (std::uint32_t i = 0; i < x.size(); ++i) {
            if (!equal(x[i], y[i], depth + 1)) return false;
        }
        return true;
    }
    if (a.is_object() && b.is_object()) {
        if (member_count(a) != member_count(b) || !charge(member_count(a))) return false;
        bool same = true;
        each_member(a, [&](std::string_view key, const Value& value) {
            const Value other = member_of(b, key);
            return same = !other.is_undefined() && equal(value, other, depth + 1);
        });
        return same;
    }
    if (a.is_function() && b.is_function()) return a.function == b.function;
    if (a.tag != b.tag) return false;
    return a.tag == Tag::Null || a.tag == Tag::Undefined || (a.tag == Tag::Bool && a.boolean == b.boolean);
}

}  // namespace pawl::query::jsonata
