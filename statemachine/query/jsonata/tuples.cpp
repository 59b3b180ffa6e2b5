// Streams of tuples: items with what was bound beside them by @$focus, #$index and for the parent operator.
#include <algorithm>
#include <cmath>

#include "statemachine/query/jsonata/evaluator.hpp"

namespace pawl::query::jsonata {
namespace {

// Names of ancestors are numbers beyond those of variables (resolver.cpp).
constexpr std::uint32_t first_label = 1U << 31;
constexpr FrameLayout no_slots;

}  // namespace

const TupleBinding* Evaluator::bind_tuple(std::uint32_t name, const Value& value, const TupleBinding* older) {
    auto* binding = arena_.make<TupleBinding>();
    binding->name = name;
    binding->value = value;
    binding->older = older;
    return binding;
}

void Evaluator::push(TupleArray& tuples, const Tuple& tuple) {
    if (tuples.size == tuples.capacity) {
        const std::uint32_t wanted = std::max(8U, tuples.capacity * 2);
        if (wanted * sizeof(Tuple) > arena_.largest() * 2) {
            fail_memory();
            return;
        }
        Tuple* larger = arena_.make_array<Tuple>(wanted);
        std::copy_n(tuples.items, tuples.size, larger);
        tuples.items = larger;
        tuples.capacity = wanted;
    }
    tuples.items[tuples.size++] = tuple;
}

Value Evaluator::tuples_of(TupleArray* tuples, std::uint8_t flags) {
    if (failed_) return Value::error();
    Value value(Tag::Tuples);
    value.tuples = tuples;
    value.flags = flags;
    return value;
}

Value Evaluator::items_of_tuples(const Value& tuples) {
    if (tuples.tag != Tag::Tuples) return tuples;
    Builder items(arena_, tuples.tuples->size);
    for (std::uint32_t i = 0; i < tuples.tuples->size; ++i) items.push(tuples.tuples->items[i].item);
    return finish(items, flag::sequence);
}

Frame* Evaluator::tuple_frame(const FrameLayout* layout, Frame* outer, const TupleBinding* bindings) {
    Frame* frame = new_frame(layout != nullptr ? layout : &no_slots, outer);
    frame->bindings = bindings;
    return frame;
}

Value Evaluator::tuple_step(const Node& step, const Value& over, bool first, Frame* frame, const FrameLayout* layout) {
    auto* out = arena_.make<TupleArray>();
    const NodeExtra* extra = step.extra;
    if (step.kind == Kind::Sort) {
        const Value sorted = order(step, over, frame, layout);
        if (sorted.is_error()) return sorted;
        if (!first) return stages(step, sorted, frame, layout);
        const Items items = sorted.is_array() ? Items::of(sorted) : Items::one(sorted);
        for (std::uint32_t i = 0; i < items.size() && !failed_; ++i) {
            const TupleBinding* bindings =
                extra != nullptr && extra->index_name != 0 ? bind_tuple(extra->index_name, Value::of(i), nullptr) : nullptr;
            push(*out, {items[i], bindings});
        }
        return stages(step, tuples_of(out), frame, layout);
    }
    const Items items = over.tag == Tag::Tuples ? Items::one(over) : Items::of(over);
    const std::uint32_t count = over.tag == Tag::Tuples ? over.tuples->size : items.size();
    for (std::uint32_t i = 0; i < count && !failed_; ++i) {
        const Tuple tuple = over.tag == Tag::Tuples ? over.tuples->items[i] : Tuple{items[i], nullptr};
        const Value value = eval(step, tuple.item, tuple_frame(layout, frame, tuple.bindings));
        if (value.is_error()) return value;
        if (value.is_undefined()) continue;
        if (value.tag == Tag::Tuples) {
            // A path inside brackets brought bindings of its own: they go on top.
            for (std::uint32_t n = 0; n < value.tuples->size; ++n) {
                const Tuple& found = value.tuples->items[n];
                std::vector<const TupleBinding*> own;
                for (const TupleBinding* binding = found.bindings; binding != nullptr; binding = binding->older) own.push_back(binding);
                const TupleBinding* bindings = tuple.bindings;
                for (std::size_t b = own.size(); b-- > 0;) bindings = bind_tuple(own[b]->name, own[b]->value, bindings);
                push(*out, {found.item, bindings});
            }
            continue;
        }
        const Items found = value.is_array() ? Items::of(value) : Items::one(value);
        for (std::uint32_t n = 0; n < found.size(); ++n) {
            Tuple next{found[n], tuple.bindings};
            if (extra != nullptr && extra->focus_name != 0) {
                next.bindings = bind_tuple(extra->focus_name, next.item, next.bindings);
                next.item = tuple.item;
            }
            if (extra != nullptr && extra->index_name != 0) next.bindings = bind_tuple(extra->index_name, Value::of(n), next.bindings);
            if (extra != nullptr && extra->ancestor != nullptr && step.kind != Kind::Parent)
                next.bindings = bind_tuple(first_label | extra->ancestor->label, tuple.item, next.bindings);
            push(*out, next);
        }
    }
    return stages(step, tuples_of(out), frame, layout);
}

Value Evaluator::stages(const Node& step, Value value, Frame* frame, const FrameLayout* layout) {
    if (step.extra == nullptr) return value;
    for (const Stage& stage : step.extra->stages) {
        if (value.is_error()) return value;
        if (stage.filter != nullptr) {
            value = filter(*stage.filter, value, frame, layout);
        } else if (value.tag == Tag::Tuples) {
            for (std::uint32_t i = 0; i < value.tuples->size; ++i) {
                Tuple& tuple = value.tuples->items[i];
                tuple.bindings = bind_tuple(stage.index_name, Value::of(i), tuple.bindings);
            }
        }
    }
    return value;
}

Value Evaluator::filter_tuples(const Node& predicate, const Value& input, Frame* frame, const FrameLayout* layout) {
    const TupleArray& tuples = *input.tuples;
    auto* out = arena_.make<TupleArray>();
    if (predicate.kind == Kind::Literal && predicate.literal.tag == Tag::Number) {
        double index = std::floor(predicate.literal.number);
        if (index < 0) index += tuples.size;
        if (index >= 0 && index < tuples.size) push(*out, tuples.items[static_cast<std::uint32_t>(index)]);
        return tuples_of(out);
    }
    for (std::uint32_t i = 0; i < tuples.size && !failed_; ++i) {
        const Tuple& tuple = tuples.items[i];
        const Value result = eval(predicate, tuple.item, tuple_frame(layout, frame, tuple.bindings));
        if (result.is_error()) return result;
        for (std::uint32_t times = matches_index(result, i, tuples.size); times > 0; --times) push(*out, tuple);
    }
    return tuples_of(out);
}

// Several tuples as one: each binding becomes the list of what it was bound to.
Tuple Evaluator::reduce(const Value& value) {
    const TupleArray& tuples = *value.tuples;
    Tuple out = tuples.items[0];
    if (tuples.size == 1) return out;
    struct Merged {
        std::uint32_t name;
        Value value;
    };
    const auto newest_of_each = [](const Tuple& tuple) {
        std::vector<Merged> list;
        for (const TupleBinding* binding = tuple.bindings; binding != nullptr; binding = binding->older) {
            const bool hidden = std::any_of(list.begin(), list.end(), [&](const Merged& known) { return known.name == binding->name; });
            if (!hidden) list.push_back({binding->name, binding->value});
        }
        return list;
    };
    std::vector<Merged> merged = newest_of_each(out);
    for (std::uint32_t i = 1; i < tuples.size && !failed_; ++i) {
        out.item = append(out.item, tuples.items[i].item);
        for (const Merged& more : newest_of_each(tuples.items[i])) {
            const auto known = std::find_if(merged.begin(), merged.end(), [&](const Merged& each) { return each.name == more.name; });
            if (known == merged.end()) {
                merged.push_back(more);
            } else {
                known->value = append(known->value, more.value);
            }
        }
    }
    out.bindings = nullptr;
    for (const Merged& each : merged) out.bindings = bind_tuple(each.name, each.value, out.bindings);
    return out;
}

}  // namespace pawl::query::jsonata
