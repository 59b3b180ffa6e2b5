// a^(b, >c): a stable merge sort; the terms of each item are evaluated once, and only when a comparison gets that far.
#include "statemachine/query/java_text.hpp"
#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/merge_sort.hpp"

namespace pawl::query::jsonata {

class Sorter {
  public:
    Sorter(Evaluator& evaluator, const Node& step, const Value& input, Frame* frame, const FrameLayout* layout)
        : evaluator_(evaluator), step_(step), input_(input), items_(Items::of(input)), frame_(frame), layout_(layout) {
        const std::uint32_t count = size() * step.list.size;
        keys_ = evaluator.arena().make_array<Value>(count);
        for (std::uint32_t i = 0; i < count; ++i) new (&keys_[i]) Value(Tag::Unbound);
    }
    std::uint32_t size() const { return input_.tag == Tag::Tuples ? input_.tuples->size : items_.size(); }

    /// Whether b goes before a. Undefined goes last, whatever the direction.
    bool after(std::uint32_t a, std::uint32_t b) {
        for (std::uint32_t term = 0; term < step_.list.size; ++term) {
            const Value &x = key(a, term), &y = key(b, term);
            if (evaluator_.failed()) return false;
            if (x.tag == Tag::Number && y.tag == Tag::Number) {
                if (x.number == y.number) continue;
                return (x.number < y.number) == step_.list[term]->descending;
            }
            if (x.is_undefined()) {
                if (y.is_undefined()) continue;
                return true;
            }
            if (y.is_undefined()) return false;
            if (!(x.is_number() || x.is_string()) || !(y.is_number() || y.is_string())) {
                evaluator_.fail("T2008", {.value = x.is_number() || x.is_string() ? y : x, .position = step_.position});
                return false;
            }
            if (x.is_string() != y.is_string()) {
                evaluator_.fail("T2007", {.value = x, .value2 = y, .position = step_.position});
                return false;
            }
            if (!evaluator_.charge_text(x)) return false;
            const int order = x.is_string() ? java_compare(x.string(), y.string())
                                            : (x.to_number() < y.to_number()   ? -1
                                               : x.to_number() > y.to_number() ? 1
                                                                               : 0);
            if (order != 0) return (order > 0) != step_.list[term]->descending;
        }
        return false;
    }

  private:
    Evaluator& evaluator_;
    const Node& step_;
    const Value& input_;
    Items items_;
    Frame* frame_;
    const FrameLayout* layout_;
    Value* keys_;

    const Value& key(std::uint32_t item, std::uint32_t term) {
        Value& known = keys_[item * step_.list.size + term];
        if (known.tag != Tag::Unbound) return known;
        const Node& expression = *step_.list[term]->a;
        if (input_.tag == Tag::Tuples) {
            const Tuple& tuple = input_.tuples->items[item];
            return known = evaluator_.eval(expression, tuple.item, evaluator_.tuple_frame(layout_, frame_, tuple.bindings));
        }
        return known = evaluator_.eval(expression, items_[item], frame_);
    }
};

Value Evaluator::order(const Node& step, const Value& input, Frame* frame, const FrameLayout* layout) {
    const std::uint32_t count = input.tag == Tag::Tuples ? input.tuples->size : Items::of(input).size();
    if (count <= 1) return input;
    if (!charge(count)) return Value::error();
    Sorter sorter(*this, step, input, frame, layout);
    std::uint32_t* order = arena_.make_array<std::uint32_t>(2UL * count);
    for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
    merge_sort(order, order + count, count, [&](std::uint32_t a, std::uint32_t b) { return charge(1) && sorter.after(a, b); });
    if (failed_) return Value::error();
    if (input.tag == Tag::Tuples) {
        auto* sorted = arena_.make<TupleArray>();
        for (std::uint32_t i = 0; i < count; ++i) push(*sorted, input.tuples->items[order[i]]);
        return tuples_of(sorted);
    }
    const Items items = Items::of(input);
    Builder sorted(arena_, count);
    for (std::uint32_t i = 0; i < count; ++i) sorted.push(items[order[i]]);
    return finish(sorted, 0);
}

}  // namespace pawl::query::jsonata
