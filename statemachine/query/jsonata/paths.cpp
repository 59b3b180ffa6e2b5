// Paths: a.b.c, their predicates and the sequences they yield.
//
// What a step yields is kept as follows: undefined is no result, a value that is no array is one result, an array marked as a sequence is many,
// and an array not so marked is one result that is an array (the last step of a path may yield that).
#include <cmath>

#include "statemachine/query/jsonata/evaluator.hpp"

namespace pawl::query::jsonata {
namespace {

Value inner(const Value& input) { return input.has(flag::outer) ? input.with(static_cast<std::uint8_t>(input.flags & ~flag::outer)) : input; }

Items context_items(const Value& input) { return input.is_array() && !input.has(flag::outer) ? Items::of(input) : Items::one(inner(input)); }

// The one result of a step, seen as what the next step goes over.
Items items_of_result(const Value& value) { return value.is_array() && !value.has(flag::cons) ? Items::of(value) : Items::one(value); }

// Collects the results of a step over several items: arrays are flattened, except a single one at the end of a path.
class Results {
  public:
    Results(Evaluator& evaluator, bool last) : evaluator_(evaluator), last_(last), many_(evaluator.arena()) {}

    void add(const Value& value) {
        if (count_++ == 0) {
            first_ = value;
            return;
        }
        if (count_ == 2) flatten(first_);
        flatten(value);
    }
    Value value() {
        if (count_ == 0) return {};
        if (count_ > 1) return evaluator_.finish(many_, flag::sequence);
        if (!first_.is_array()) return first_;
        if (last_ && !first_.is_sequence()) return first_;
        if (first_.has(flag::cons)) return evaluator_.singleton(first_, flag::sequence);
        return first_.with(flag::sequence);
    }

  private:
    Evaluator& evaluator_;
    bool last_;
    std::uint32_t count_ = 0;
    Value first_;
    Builder many_;

    void flatten(const Value& value) {
        if (value.is_array() && !value.has(flag::cons)) {
            many_.extend(value);
        } else {
            many_.push(value);
        }
    }
};

}  // namespace

// The beginning $states.input of a path whose variable comes from outside: the member may be had without the rest.
std::optional<Value> Evaluator::known_member(const Node& path) {
    if (scope_.bindings == nullptr || path.list.size < 2) return std::nullopt;
    const Node &variable = *path.list[0], &name = *path.list[1];
    const bool fits = variable.kind == Kind::Variable && variable.addresses.empty() && !variable.may_be_tuple && variable.extra == nullptr &&
                      !variable.tuple && name.kind == Kind::Name && name.extra == nullptr && !name.tuple;
    if (!fits) return std::nullopt;
    const Bindings::Member member = scope_.bindings->member(variable.text, name.text);
    if (!member.known) return std::nullopt;
    return take(member.value);
}

Value Evaluator::plain_path(const Node& node, const Value& input, Frame* frame) {
    if (depth_ + 1 > depth_limit_) return fail("U1001");
    const std::uint32_t count = node.list.size;
    if (!charge(count)) return Value::error();
    std::uint32_t i = 0;
    Items items;
    if (count == 1 && input.tag == Tag::NodeObject && node.list[0]->kind == Kind::Name) {
        // A field of the item at hand: what most of the work inside predicates, functions and objects is.
        const Node& name = *node.list[0];
        const json::value* member = find_member(input.node->get_object(), name.text, hints_[name.index]);
        return member == nullptr ? Value() : from_node(*member, input.origin);
    }
    if (node.list[0]->kind == Kind::Variable) {
        const Node& first = *node.list[0];
        Value value;
        if (first.text.empty()) {
            value = inner(input);
        } else if (const auto member = known_member(node)) {
            value = *member;
            i = 2;
        } else {
            value = variable(first, input, frame);
        }
        if (i == 0) i = 1;
        if (value.is_undefined() || value.is_error()) return value;
        if (i == count) return value;
        items = items_of_result(value);
    } else {
        items = context_items(input);
    }
    for (; i < count; ++i) {
        const Node& step = *node.list[i];
        const bool last = i + 1 == count;
        Value value;
        if (items.is_single() && items.whole().tag == Tag::NodeObject) {
            const json::value* member = find_member(items.whole().node->get_object(), step.text, hints_[step.index]);
            if (member == nullptr) return {};
            value = from_node(*member, items.origin());
            if (last) return value;
            items = value.is_array() ? Items::of(value) : Items::one(value);
            continue;
        }
        value = name_step(step, items, last);
        if (last || value.is_undefined() || value.is_error()) return value;
        items = value.is_array() ? Items::of(value) : Items::one(value);
        if (items.size() == 0) return {};
    }
    return {};
}

Value Evaluator::name_step(const Node& step, const Items& items, bool last) {
    if (!charge(items.size())) return Value::error();
    std::uint32_t& hint = hints_[step.index];
    Results results(*this, last);
    if (const json::value* nodes = items.is_single() ? nullptr : items.nodes()) {
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (const json::object* object = nodes[i].if_object()) {
                if (const json::value* member = find_member(*object, step.text, hint)) results.add(from_node(*member, items.origin()));
            } else if (nodes[i].is_array()) {
                const Value found = unwrap(lookup(from_node(nodes[i], items.origin()), step.text));
                if (found.is_error()) return found;
                if (!found.is_undefined()) results.add(found);
            }
        }
        return results.value();
    }
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        Value found;
        if (item.tag == Tag::NodeObject) {
            const json::value* member = find_member(item.node->get_object(), step.text, hint);
            if (member == nullptr) continue;
            found = from_node(*member, item.origin);
        } else {
            found = unwrap(lookup(item, step.text));
        }
        if (found.is_error()) return found;
        if (!found.is_undefined()) results.add(found);
    }
    return results.value();
}

Value Evaluator::step(const Node& node, const Items& items, Frame* frame, bool last) {
    if (node.kind == Kind::Name && !node.has_stages()) {
        if (depth_ + 1 > depth_limit_) return fail("U1001");
        return name_step(node, items, last);
    }
    if (node.kind == Kind::Sort) {
        Value sorted = order(node, items.is_single() ? singleton(items.whole(), flag::sequence) : items.whole(), frame, nullptr);
        if (node.extra == nullptr) return sorted;
        for (const Stage& stage : node.extra->stages) {
            if (sorted.is_error() || stage.filter == nullptr) break;
            sorted = filter(*stage.filter, sorted, frame, nullptr);
        }
        return sorted;
    }
    Results results(*this, last);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        Value value = eval(node, items[i], frame);
        if (node.extra != nullptr) {
            for (const Stage& stage : node.extra->stages) {
                if (value.is_error()) break;
                if (stage.filter != nullptr) value = filter(*stage.filter, value, frame, nullptr);
            }
        }
        if (value.is_error()) return value;
        if (!value.is_undefined()) results.add(value);
    }
    return results.value();
}

Value Evaluator::path(const Node& node, const Value& input, Frame* frame) {
    Items items = node.list[0]->kind == Kind::Variable ? Items::one(input) : context_items(input);
    bool in_tuples = false;
    Value value, tuples;
    std::uint32_t i = 0;
    if (const auto member = known_member(node)) {
        value = *member;
        items = items_of_result(value);
        i = value.is_undefined() ? node.list.size : 2;
    }
    for (; i < node.list.size; ++i) {
        const Node& each = *node.list[i];
        in_tuples = in_tuples || each.tuple;
        if (i == 0 && each.cons_array) {
            value = eval(each, input.is_array() ? input : singleton(input, flag::sequence), frame);
        } else if (in_tuples) {
            const Value over = tuples.is_undefined() ? (items.is_single() ? singleton(items.whole(), flag::sequence) : items.whole()) : tuples;
            tuples = tuple_step(each, over, tuples.is_undefined(), frame, node.layout);
            if (tuples.is_error()) return tuples;
        } else {
            value = step(each, items, frame, i + 1 == node.list.size);
        }
        if (value.is_error()) return value;
        if (!in_tuples && (value.is_undefined() || (value.is_array() && Items::of(value).size() == 0))) break;
        if (each.extra == nullptr || each.extra->focus.empty()) items = value.is_array() ? Items::of(value) : Items::one(value);
    }
    if (in_tuples) value = node.tuple ? tuples : items_of_tuples(tuples);
    if (node.keep_singleton_array && !value.is_undefined() && value.tag != Tag::Tuples) {
        if (!value.is_array() || (value.has(flag::cons) && !value.is_sequence())) value = singleton(value, flag::sequence);
        value.flags |= flag::keep_singleton;
    }
    if (node.group() != nullptr) value = group(node.group()->pairs, node.group()->position, in_tuples ? tuples : value, frame, node.layout);
    if (node.keep_array && !value.is_undefined() && !value.is_error() && !value.is_array() && node.group() == nullptr && value.tag != Tag::Tuples) {
        value = singleton(value, flag::sequence);
    }
    return value;
}

Value Evaluator::filter(const Node& predicate, const Value& input, Frame* frame, const FrameLayout* layout) {
    if (input.tag == Tag::Tuples) return filter_tuples(predicate, input, frame, layout);
    const Items items = input.is_array() ? Items::of(input) : Items::one(input);
    const std::uint32_t size = items.size();
    if (predicate.kind == Kind::Literal && predicate.literal.tag == Tag::Number) {
        double index = std::floor(predicate.literal.number);
        if (index < 0) index += size;
        if (!(index >= 0 && index < size)) return nothing();
        return items[static_cast<std::uint32_t>(index)];
    }
    Builder kept(arena_);
    for (std::uint32_t i = 0; i < size; ++i) {
        const Value item = items[i];
        const Value result = eval(predicate, item, frame);
        if (result.is_error()) return result;
        if (item.is_undefined()) continue;
        if (result.tag == Tag::Bool) {
            if (result.boolean) kept.push(item);
            continue;
        }
        const std::uint32_t times = matches_index(result, i, size);
        if (failed_) return Value::error();
        for (std::uint32_t n = 0; n < times; ++n) kept.push(item);
    }
    if (kept.size() == 1 && !kept[0].is_array()) return kept[0];
    return finish(kept, flag::sequence);
}

// How often a predicate's result takes the item at that place: a number or an array of numbers are places, anything else is a truth.
std::uint32_t Evaluator::matches_index(const Value& result, std::uint32_t place, std::uint32_t size) {
    const auto is_place = [&](const Value& number) {
        double index = std::floor(number.to_number());
        if (index < 0) index += size;
        return index == place;
    };
    if (result.is_number()) return numeric(result) && is_place(result) ? 1 : 0;
    if (result.is_array()) {
        const Items items = Items::of(result);
        if (!charge(items.size())) return 0;
        bool numbers = true;
        for (std::uint32_t i = 0; i < items.size() && numbers; ++i) numbers = items[i].is_number();
        if (numbers) {
            std::uint32_t times = 0;
            for (std::uint32_t i = 0; i < items.size(); ++i) times += is_place(items[i]) ? 1U : 0U;
            return times;
        }
    }
    return is_true(result) ? 1 : 0;
}

}  // namespace pawl::query::jsonata
