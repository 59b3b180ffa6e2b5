// {key: value}: an object for one item, a grouping of many.
#include "statemachine/query/jsonata/evaluator.hpp"

namespace pawl::query::jsonata {

Value Evaluator::single_object(const List<Node*>& pairs, std::uint32_t position, const Value& item, Frame* frame) {
    ObjectData* object = new_object();
    const std::uint32_t count = pairs.size / 2;
    object->members = arena_.make_array<Member>(count);
    object->capacity = count;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Node& key_node = *pairs[2 * i];
        const Value key = key_node.kind == Kind::Literal ? key_node.literal : eval(key_node, item, frame);
        if (key.is_error()) return key;
        if (key.is_undefined()) continue;
        if (!key.is_string()) return fail("T1003", {.value = key, .position = position});
        if (object->find(key.string()) != nullptr) return fail("D1009", {.value = key, .position = position});
        Value& place = object->at(key.string(), arena_);
        place = Value(Tag::Unbound);
        place.length = i;  // whose value comes here
    }
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < object->size; ++i) {
        Member& member = object->members[i];
        Value value = eval(*pairs[2 * member.value.length + 1], item, frame);
        if (value.is_error()) return value;
        if (value.is_undefined()) continue;
        if (value.tag == Tag::Tuples) value = items_of_tuples(value);
        object->members[kept++] = {member.key, value};
    }
    if (kept < object->size) object->shrink(kept);
    return Value::of(object);
}

Value Evaluator::group(const List<Node*>& pairs, std::uint32_t position, const Value& input, Frame* frame, const FrameLayout* layout) {
    const bool tuples = input.tag == Tag::Tuples;
    const Items items = !tuples && input.is_array() ? Items::of(input) : Items::one(input);
    const std::uint32_t count = tuples ? input.tuples->size : items.size();
    if (!tuples && count <= 1) return single_object(pairs, position, count == 0 ? Value() : items[0], frame);

    struct Group {
        std::uint32_t pair;
        std::uint32_t size;
        Value data;  // of items: one, or what append() made of several
        TupleArray* tuples;
    };
    List<Group> groups;
    ObjectData index;  // key → place in groups
    for (std::uint32_t i = 0; i < count; ++i) {
        const Tuple tuple = tuples ? input.tuples->items[i] : Tuple{items[i], nullptr};
        Frame* here = tuples ? tuple_frame(layout, frame, tuple.bindings) : frame;
        for (std::uint32_t pair = 0; pair < pairs.size / 2; ++pair) {
            const Node& key_node = *pairs[2 * pair];
            const Value key = key_node.kind == Kind::Literal ? key_node.literal : eval(key_node, tuple.item, here);
            if (key.is_error()) return key;
            if (key.is_undefined()) continue;
            if (!key.is_string()) return fail("T1003", {.value = key, .position = position});
            Value& place = index.at(key.string(), arena_);
            if (place.is_undefined()) {
                place = Value::of(groups.size);
                groups.push({pair, 1, tuple.item, tuples ? arena_.make<TupleArray>() : nullptr}, arena_);
                if (tuples) push(*groups.back().tuples, tuple);
                continue;
            }
            Group& known = groups[static_cast<std::uint32_t>(place.number)];
            if (known.pair != pair) return fail("D1009", {.value = key, .position = position});
            if (tuples) {
                push(*known.tuples, tuple);
            } else {
                known.data = append(known.data, tuple.item);
            }
            if (failed_) return Value::error();
        }
    }
    ObjectData* object = new_object();
    for (std::uint32_t i = 0; i < index.size; ++i) {
        const Group& each = groups[static_cast<std::uint32_t>(index.members[i].value.number)];
        Value context = each.data;
        Frame* here = frame;
        if (tuples) {
            const Tuple tuple = reduce(tuples_of(each.tuples));
            if (failed_) return Value::error();
            context = tuple.item;
            here = tuple_frame(layout, frame, tuple.bindings);
        }
        Value value = eval(*pairs[2 * each.pair + 1], context, here);
        if (value.is_error()) return value;
        if (value.tag == Tag::Tuples) value = items_of_tuples(value);
        if (!value.is_undefined()) object->at(index.members[i].key, arena_) = value;
    }
    return Value::of(object);
}

}  // namespace pawl::query::jsonata
