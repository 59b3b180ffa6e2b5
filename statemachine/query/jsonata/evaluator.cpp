#include "statemachine/query/jsonata/evaluator.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>

#include "statemachine/vocabulary/json_parser.hpp"

namespace pawl::query::jsonata {
namespace {

// C++ stack an evaluation may use, whatever its limits say: far below what any thread has.
constexpr std::size_t stack_bytes = std::size_t{4} << 20;

const char* here() { return static_cast<const char*>(__builtin_frame_address(0)); }

constexpr unsigned deepest_data = 1000;

ArrayData no_items;

}  // namespace

Evaluator::Evaluator(const Program& program, const Scope& scope, void* memory, std::size_t memory_bytes)
    : program_(program),
      scope_(scope),
      arena_(scope.limits.memory_bytes, memory, memory_bytes),
      fuel_(scope.limits.fuel),
      depth_limit_(scope.limits.depth),
      stack_floor_(here() - stack_bytes),
      random_(scope.entropy) {
    arena_.set_largest(scope.limits.largest_value_bytes);
    externals_ = arena_.make_array<Value>(program.externals.size());
    std::fill_n(externals_, program.externals.size(), Value(Tag::Unbound));
    hints_ = arena_.make_array<std::uint32_t>(program.names);
    std::fill_n(hints_, program.names, 0U);
}

Result<std::optional<Payload>, EvaluationError> Evaluator::run() {
    auto outcome = run_to_its_end();
    if (scope_.steps != nullptr) *scope_.steps += scope_.limits.fuel - fuel_;
    return outcome;
}

Result<std::optional<Payload>, EvaluationError> Evaluator::run_to_its_end() {
    Value input;
    if (scope_.input != nullptr) input = take(*scope_.input);
    root_input_ = input;
    if (input.is_array()) input.flags |= flag::outer;
    Frame* frame = new_frame(program_.layout, nullptr);
    const Value value = eval(*program_.root, input, frame);
    if (failed_ || value.is_error()) return error();
    return result(value);
}

std::uint16_t Evaluator::origin_of(const Payload& payload) {
    auto known = std::find(payloads_.begin(), payloads_.end(), &payload);
    if (known == payloads_.end()) {
        payloads_.push_back(&payload);
        known = payloads_.end() - 1;
    }
    return static_cast<std::uint16_t>(known - payloads_.begin());
}

Value Evaluator::take(const Payload& payload) { return from_node(payload.value(), origin_of(payload)); }

Value Evaluator::take(const Bound& bound) {
    if (bound.value == nullptr) return {};
    if (bound.grafts == nullptr) return take(*bound.value);
    Value value = grafted(bound.value->value(), origin_of(*bound.value), *bound.grafts);
    if (value.tag == Tag::Object) value.object->is_input = true;
    return value;
}

Value Evaluator::grafted(const json::value& node, std::uint16_t origin, const std::vector<Graft>& grafts) {
    for (const Graft& graft : grafts) {
        if (graft.place == &node) return take(graft.value);
    }
    const json::object* members = node.if_object();
    if (members == nullptr) return from_node(node, origin);
    ObjectData* object = new_object();
    for (const auto& member : *members) object->at({member.key().data(), member.key().size()}, arena_) = grafted(member.value(), origin, grafts);
    return Value::of(object);
}

Value Evaluator::eval(const Node& node, const Value& input, Frame* frame) {
    if (++depth_ > depth_limit_ || here() < stack_floor_) [[unlikely]] {
        --depth_;
        return fail("U1001");
    }
    if (fuel_-- == 0) [[unlikely]] {
        fuel_ = 0;
        --depth_;
        return fail("U1002");
    }
    if (arena_.over_budget()) [[unlikely]] {
        --depth_;
        return fail_memory();
    }
    Value value = eval_kind(node, input, frame);
    if (node.extra != nullptr && node.kind != Kind::Path) [[unlikely]] {
        for (const Stage& predicate : node.extra->predicates) {
            if (value.is_error()) break;
            value = filter(*predicate.filter, value, frame, nullptr);
        }
        if (node.extra->group != nullptr && !value.is_error())
            value = group(node.extra->group->pairs, node.extra->group->position, value, frame, nullptr);
        if (node.keep_array && node.has_predicates() && !value.is_array() && !value.is_undefined() && !value.is_error())
            value = singleton(value, flag::sequence);
    }
    --depth_;
    // What a tail call yields is its caller's to unwrap: a higher-order function sees the sequence, as in the reference.
    if (value.is_sequence() && !node.tail) {
        if (node.keep_array) value.flags |= flag::keep_singleton;
        return unwrap(value);
    }
    return value;
}

Value Evaluator::unwrap(const Value& value) {
    if (!value.is_sequence()) return value;
    const Items items = Items::of(value);
    if (items.size() == 0) return {};
    if (items.size() == 1 && !value.has(flag::keep_singleton)) return items[0];
    return value;
}

Value Evaluator::eval_kind(const Node& node, const Value& input, Frame* frame) {
    switch (node.kind) {
        case Kind::Literal:
            return node.literal;
        case Kind::Variable:
            return variable(node, input, frame);
        case Kind::Path:
            return node.plain ? plain_path(node, input, frame) : path(node, input, frame);
        case Kind::Name:
            return lookup(input, node.text);
        case Kind::Binary:
            return node.op == Operator::And || node.op == Operator::Or ? logical(node, input, frame) : binary(node, input, frame);
        case Kind::Call:
            return call_node(node, input, frame, nullptr);
        case Kind::Block:
            return block(node, input, frame);
        case Kind::Bind:
            return bind(node, input, frame);
        case Kind::Object:
            return group(node.list, node.position, input.has(flag::outer) ? singleton(input.with(0)) : input, frame, nullptr);
        case Kind::Array:
            return array(node, input, frame);
        case Kind::Condition: {
            const Value condition = eval(*node.a, input, frame);
            if (condition.is_error()) return condition;
            if (is_true(condition)) return eval(*node.b, input, frame);
            return node.c != nullptr ? eval(*node.c, input, frame) : Value();
        }
        case Kind::Coalesce: {
            const Value left = eval(*node.a, input, frame);
            return left.is_undefined() ? eval(*node.b, input, frame) : left;
        }
        case Kind::Elvis: {
            const Value left = eval(*node.a, input, frame);
            return left.is_error() || is_true(left) ? left : eval(*node.b, input, frame);
        }
        case Kind::Lambda:
        case Kind::Transform:
            return lambda(node, input, frame);
        case Kind::Partial:
            return partial(node, input, frame);
        case Kind::Apply:
            return apply(node, input, frame);
        case Kind::Negate:
            return negate(node, input, frame);
        case Kind::Wildcard:
            return wildcard(input);
        case Kind::Descendant:
            return descendants(input);
        case Kind::Parent:
            return parent(node, frame);
        case Kind::Regex: {
            auto* function = arena_.make<Function>();
            function->form = Function::Form::Regex;
            function->arity = 2;
            function->index = node.index;
            return Value::of(function);
        }
        default:
            return {};
    }
}

Value Evaluator::variable(const Node& node, const Value& input, Frame* frame) {
    if (node.text.empty()) return input.has(flag::outer) ? input.with(static_cast<std::uint8_t>(input.flags & ~flag::outer)) : input;
    if (node.addresses.empty() && !node.may_be_tuple) return node.text == "$" ? root_input_ : external(node);
    std::size_t next = 0;
    for (Frame* at = frame; at != nullptr; at = at->outer) {
        if (node.may_be_tuple) {
            for (const TupleBinding* binding = at->bindings; binding != nullptr; binding = binding->older) {
                if (binding->name == node.tuple_name) return binding->value;
            }
        }
        for (; next < node.addresses.size() && node.addresses[next].layout == at->layout; ++next) {
            const Value& value = at->slots()[node.addresses[next].slot];
            if (value.tag != Tag::Unbound) return value;
        }
    }
    return external(node);
}

Value Evaluator::external(const Node& node) {
    Value& known = externals_[node.index];
    if (known.tag != Tag::Unbound) return known;
    const External& wanted = program_.externals[node.index];
    const Bound bound = scope_.bindings != nullptr ? scope_.bindings->bound(wanted.name) : Bound{};
    if (bound.value != nullptr) return known = take(bound);
    if (wanted.builtin == nullptr) return known = Value();
    auto* function = arena_.make<Function>();
    function->builtin = wanted.builtin;
    function->arity = wanted.builtin->arity;
    return known = Value::of(function);
}

Value Evaluator::bind(const Node& node, const Value& input, Frame* frame) {
    Value value = eval(*node.b, input, frame);
    if (value.is_error()) return value;
    if (value.tag == Tag::Tuples) value = items_of_tuples(value);
    const Address& address = node.addresses[0];
    for (Frame* at = frame; at != nullptr; at = at->outer) {
        if (at->layout != address.layout) continue;
        at->slots()[address.slot] = value;
        break;
    }
    return value;
}

Value Evaluator::block(const Node& node, const Value& input, Frame* frame) {
    if (node.layout != nullptr) {
        frame = new_frame(node.layout, frame);
    } else if (!node.fresh.empty()) {
        Frame* shared = frame;
        while (shared->layout != node.shared_layout) shared = shared->outer;
        for (const std::uint32_t slot : node.fresh) shared->slots()[slot] = Value(Tag::Unbound);
    }
    Value value;
    for (const Node* item : node.list) {
        value = eval(*item, input, frame);
        if (value.is_error()) break;
    }
    return value;
}

Value Evaluator::array(const Node& node, const Value& input, Frame* frame) {
    // [x] where x is one array already is that array, seen as a new one.
    if (node.list.size == 1 && node.list[0]->kind != Kind::Array) {
        const Value value = eval(*node.list[0], input, frame);
        if (value.is_error()) return value;
        if (value.is_undefined()) return Value::of(&no_items, node.cons_array ? flag::cons : std::uint8_t{0});
        if (value.is_array()) return value.with(node.cons_array ? flag::cons : std::uint8_t{0});
        return singleton(value, node.cons_array ? flag::cons : std::uint8_t{0});
    }
    Builder items(arena_, node.list.size);
    for (const Node* item : node.list) {
        const Value value = eval(*item, input, frame);
        if (value.is_error()) return value;
        if (value.is_undefined()) continue;
        if (value.is_array() && item->kind != Kind::Array) {
            items.extend(value);
        } else {
            items.push(value);
        }
    }
    return finish(items, node.cons_array ? flag::cons : std::uint8_t{0});
}

Value Evaluator::negate(const Node& node, const Value& input, Frame* frame) {
    const Value value = eval(*node.a, input, frame);
    if (value.is_undefined() || value.is_error()) return value;
    Culprit culprit{.value = value, .token = "-", .position = node.position};
    if (!numeric(value)) return failed_ ? Value::error() : fail("D1002", culprit);
    return Value::of(-value.to_number());
}

Value Evaluator::lambda(const Node& node, const Value& input, Frame* frame) {
    auto* function = arena_.make<Function>();
    function->form = node.kind == Kind::Lambda ? Function::Form::Lambda : Function::Form::Transform;
    function->arity = node.kind == Kind::Lambda ? node.list.size : 1;
    function->node = &node;
    function->frame = frame;
    function->input = input;
    return Value::of(function);
}

Value Evaluator::parent(const Node& node, Frame* frame) {
    for (const Frame* at = frame; at != nullptr; at = at->outer) {
        for (const TupleBinding* binding = at->bindings; binding != nullptr; binding = binding->older) {
            if (binding->name == node.tuple_name) return binding->value;
        }
    }
    return {};
}

Value Evaluator::lookup(const Value& input, std::string_view key) {
    if (input.is_object()) return member_of(input, key);
    if (!input.is_array()) return {};
    if (++depth_ > depth_limit_ + deepest_data) {
        --depth_;
        return fail("U1001");
    }
    Builder found(arena_);
    const Items items = Items::of(input);
    charge(items.size());
    for (std::uint32_t i = 0; i < items.size() && !failed_; ++i) {
        Value value = lookup(items[i], key);
        if (value.is_array()) {
            found.extend(value);
        } else if (!value.is_undefined()) {
            found.push(value);
        }
    }
    --depth_;
    return finish(found, flag::sequence);
}

Value Evaluator::wildcard(const Value& context) {
    const Value input = context.has(flag::outer) ? context.with(0) : context;
    Builder found(arena_);
    std::uint8_t flags = flag::sequence;
    const auto add = [&](const Value& value) {
        if (value.is_array()) {
            flags = 0;  // as in the reference, where joining arrays gives a plain one
            gather_descendants(value, found, deepest_data + 1);
        } else {
            found.push(value);
        }
        return !failed_;
    };
    if (input.is_object()) each_member(input, [&](std::string_view, const Value& value) { return add(value); });
    if (input.is_array()) {
        const Items items = Items::of(input);
        for (std::uint32_t i = 0; i < items.size() && add(items[i]); ++i) {
        }
    }
    return finish(found, flags);
}

Value Evaluator::descendants(const Value& input) {
    if (input.is_undefined()) return input;
    Builder found(arena_);
    gather_descendants(input, found, 0);
    return finish(found, flag::sequence);
}

// All objects, their members' values and scalars; arrays are looked through. With a depth beyond the deepest data: what is in arrays only.
bool Evaluator::gather_descendants(const Value& value, Builder& out, unsigned depth) {
    const bool arrays_only = depth > deepest_data;
    if (depth == deepest_data || depth > 2 * deepest_data || !charge(1)) {
        fail("U1001");
        return false;
    }
    if (value.is_array()) {
        const Items items = Items::of(value);
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (!gather_descendants(items[i], out, depth + 1)) return false;
        }
        return true;
    }
    out.push(value);
    if (arrays_only) return true;
    each_member(value, [&](std::string_view, const Value& member) { return gather_descendants(member, out, depth + 1); });
    return !failed_;
}

Value Evaluator::finish(Builder& builder, std::uint8_t flags) {
    if (builder.overflowed()) return fail_memory();
    if (failed_) return Value::error();
    if (builder.empty()) return Value::of(&no_items, flags);
    return Value::of(builder.data(), flags);
}

Value Evaluator::nothing() { return Value::of(&no_items, flag::sequence); }

Value Evaluator::array_of(std::span<const Value> items, std::uint8_t flags) {
    Builder builder(arena_, static_cast<std::uint32_t>(items.size()));
    for (const Value& item : items) builder.push(item);
    return finish(builder, flags);
}

Value Evaluator::append(const Value& a, const Value& b) {
    if (a.is_undefined()) return b;
    if (b.is_undefined()) return a;
    // An array nobody has appended to since it was made has its free room behind it: a list grown one by one costs no copies.
    if (a.tag == Tag::Array && !b.is_array() && a.array->growable && a.array->size < a.array->capacity &&
        a.array->items[a.array->size].tag == Tag::Unbound) {
        a.array->items[a.array->size] = b;
        return Value::of(arena_.make<ArrayData>(ArrayData{a.array->items, a.array->size + 1, a.array->capacity, true}));
    }
    const std::uint32_t size = (a.is_array() ? Items::of(a).size() : 1) + (b.is_array() ? Items::of(b).size() : 1);
    Builder items(arena_, size + std::min(size, 1024U));
    for (const Value* part : {&a, &b}) {
        if (part->is_array()) {
            items.extend(*part);
        } else {
            items.push(*part);
        }
    }
    charge(size);
    Value value = finish(items, 0);
    if (value.tag == Tag::Array && !items.empty()) {
        ArrayData& array = *value.array;
        array.growable = true;
        std::fill(array.items + array.size, array.items + array.capacity, Value(Tag::Unbound));
    }
    return value;
}

Value Evaluator::copy(const Value& value, unsigned depth) {
    if (depth > deepest_data) return fail("U1001");
    if (arena_.over_budget()) return fail_memory();
    if (!charge(1)) return Value::error();
    if (value.is_array()) {
        const Items items = Items::of(value);
        Builder out(arena_, items.size());
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            const Value item = copy(items[i], depth + 1);
            if (item.is_error()) return item;
            out.push(item);
        }
        return finish(out, 0);
    }
    if (value.is_object()) {
        ObjectData* object = new_object();
        each_member(value, [&](std::string_view key, const Value& member) {
            if (member.is_function()) return true;  // the reference copies by way of JSON
            object->at(key, arena_) = copy(member, depth + 1);
            return !failed_;
        });
        return failed_ ? Value::error() : Value::of(object);
    }
    return value;
}

const library::DateTimePicture* Evaluator::picture(std::string_view source) {
    for (const auto& [known, compiled] : pictures_) {
        if (known == source) return &compiled;
    }
    auto compiled = library::DateTimePicture::compile(source);
    if (!compiled) {
        fail(compiled.error());
        return nullptr;
    }
    // More than a few different pictures are computed ones: they are not worth keeping.
    if (pictures_.size() >= 8) pictures_.clear();
    return &pictures_.emplace_back(source, *std::move(compiled)).second;
}

Value Evaluator::parse(std::string_view source) {
    if (!charge(source.size() / 16 + 1)) return Value::error();
    // Held here and not in the arena: its size counts all the same.
    parsed_bytes_ += source.size() * 4;
    if (parsed_bytes_ > scope_.limits.memory_bytes || payloads_.size() > 60'000) return fail_memory();
    struct Document {
        explicit Document(std::size_t expected) : memory(expected) {}
        json::monotonic_resource memory;
        json::value root;
    };
    auto document = std::make_shared<Document>(source.size() * 2 + 64);
    if (const auto problem = parse_json(source, json::storage_ptr(&document->memory), document->root)) {
        return fail("U1008", {.value = Value::of_text(arena_.copy(problem->message))});
    }
    // Without the text it came from: what is left of it is written anew, as any result (recorded: blanks are gone).
    const json::value& root = document->root;
    return take(parsed_.emplace_back(Payload::from_owner(std::move(document), root)));
}

Value Evaluator::text(std::string_view source) {
    if (source.size() > largest_text()) return fail_memory();
    return Value::of_text(arena_.copy(source));
}

Value Evaluator::text(library::Outcome<std::string> outcome) { return outcome ? text(std::string_view(*outcome)) : fail(outcome.error()); }

Frame* Evaluator::new_frame(const FrameLayout* layout, Frame* outer) {
    const std::uint32_t slots = layout->slots;
    Frame* frame = nullptr;
    if (slots < std::size(free_frames_) && free_frames_[slots] != nullptr) {
        frame = free_frames_[slots];
        free_frames_[slots] = frame->outer;
    } else {
        frame = static_cast<Frame*>(arena_.allocate(sizeof(Frame) + slots * sizeof(Value)));
    }
    *frame = {layout, outer, nullptr};
    std::fill_n(frame->slots(), slots, Value(Tag::Unbound));
    return frame;
}

void Evaluator::release(Frame* frame) {
    const std::uint32_t slots = frame->layout->slots;
    if (slots >= std::size(free_frames_)) return;
    frame->outer = free_frames_[slots];
    free_frames_[slots] = frame;
}

}  // namespace pawl::query::jsonata
