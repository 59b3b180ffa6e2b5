// Calling functions: built-in ones, lambdas, partial applications, chains, transforms; tail calls without growing the stack.
#include <algorithm>

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/signature.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr std::size_t few_arguments = 8;

// What a procedure is called in error messages.
std::string_view name_of(const Node& procedure) {
    if (procedure.kind == Kind::Path && procedure.list[0]->kind == Kind::Name) return procedure.list[0]->text;
    return procedure.kind == Kind::Variable ? procedure.text : std::string_view();
}

std::string_view type_name(char letter) {
    switch (letter) {
        case 's':
            return "strings";
        case 'n':
            return "numbers";
        case 'b':
            return "booleans";
        case 'a':
            return "arrays";
        case 'o':
            return "objects";
        case 'f':
            return "functions";
        default:
            return "values";
    }
}

}  // namespace

// The innermost call names itself in an error that has no name yet.
void Evaluator::blame(std::string_view token, std::uint32_t position) {
    if (!failed_) return;
    if (!error_.has_token && !token.empty()) {
        error_.culprit.token = token;
        error_.has_token = true;
    }
    if (error_.culprit.position == 0) error_.culprit.position = position;
}

bool Evaluator::arguments_of(const Node& node, const Value& input, Frame* frame, const Value* applied, std::span<Value>& out) {
    std::size_t count = 0;
    if (applied != nullptr) out[count++] = *applied;
    for (const Node* argument : node.list) {
        Value value = argument->kind == Kind::Placeholder ? Value(Tag::Unbound) : eval(*argument, input, frame);
        if (value.is_error()) return false;
        if (value.tag == Tag::Tuples) value = items_of_tuples(value);
        out[count++] = value;
    }
    out = out.first(count);
    return true;
}

Value Evaluator::call_node(const Node& node, const Value& input, Frame* frame, const Value* applied) {
    const Node& procedure = *node.a;
    const std::size_t count = node.list.size + (applied != nullptr ? 1 : 0);
    Value few[few_arguments];
    std::span<Value> arguments(few, few_arguments);
    // Built-in functions by their own names need no function value.
    if (procedure.builtin != nullptr && procedure.extra == nullptr) {
        const Value known = external(procedure);
        if (known.is_function() && known.function->builtin == procedure.builtin) {
            if (count > few_arguments) arguments = {arena_.make_array<Value>(count), count};
            if (!arguments_of(node, input, frame, applied, arguments)) return Value::error();
            const Value value = call_builtin(*procedure.builtin, arguments, input, procedure.text);
            if (value.is_error()) blame(procedure.text, node.position);
            return value;
        }
    }
    if (node.tail && applied == nullptr) {
        tail_ = {&node, input, frame};
        return Value(Tag::TailCall);
    }
    const Value function = eval(procedure, input, frame);
    if (function.is_error()) return function;
    const std::string_view name = name_of(procedure);
    if (function.is_undefined() && procedure.kind == Kind::Path && procedure.list[0]->kind == Kind::Name &&
        find_builtin(name, dialect()) != nullptr) {
        return fail("T1005", {.token = name, .position = node.position});
    }
    if (count > few_arguments) arguments = {arena_.make_array<Value>(count), count};
    if (!arguments_of(node, input, frame, applied, arguments)) return Value::error();
    if (!function.is_function()) return fail("T1006", {.token = name, .position = node.position});
    return call(*function.function, arguments, input, name, node.position);
}

Value Evaluator::call(const Function& callee, std::span<Value> arguments, const Value& context, std::string_view name, std::uint32_t position) {
    Frame* done = nullptr;
    Value value = call_once(callee, arguments, context, name, position, done);
    while (value.tag == Tag::TailCall) {
        // The function has ended with a call: it is made here, in the place of the one that has ended.
        const auto tail = tail_;
        const Node& procedure = *tail.node->a;
        const Value next = eval(procedure, tail.input, tail.frame);
        if (next.is_error()) return next;
        const std::string_view next_name = name_of(procedure);
        if (next.is_undefined() && procedure.kind == Kind::Path && procedure.list[0]->kind == Kind::Name &&
            find_builtin(next_name, dialect()) != nullptr) {
            return fail("T1005", {.token = next_name, .position = tail.node->position});
        }
        Value few[few_arguments];
        std::span<Value> next_arguments(few, few_arguments);
        if (tail.node->list.size > few_arguments) next_arguments = {arena_.make_array<Value>(tail.node->list.size), tail.node->list.size};
        if (!arguments_of(*tail.node, tail.input, tail.frame, nullptr, next_arguments)) return Value::error();
        if (!next.is_function()) return fail("T1006", {.token = next_name, .position = tail.node->position});
        if (done != nullptr) release(done);
        done = nullptr;
        value = call_once(*next.function, next_arguments, context, next_name, tail.node->position, done);
    }
    return value;
}

Value Evaluator::call_once(const Function& callee, std::span<Value> arguments, const Value& context, std::string_view name, std::uint32_t position,
                           Frame*& done) {
    Value value;
    switch (callee.form) {
        case Function::Form::Builtin:
            value = call_builtin(*callee.builtin, arguments, context, name);
            break;
        case Function::Form::Lambda:
            value = call_lambda(callee, arguments, context, name, done);
            break;
        case Function::Form::Partial: {
            // Holes are filled in order; a hole without an argument is undefined.
            const std::size_t count = callee.held.size();
            std::span<Value> all{arena_.make_array<Value>(count), count};
            std::size_t next = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const bool hole = callee.held[i].tag == Tag::Unbound;
                new (&all[i]) Value(!hole ? callee.held[i] : next < arguments.size() ? arguments[next] : Value());
                next += hole ? 1 : 0;
            }
            if (++depth_ > depth_limit_) {
                --depth_;
                return fail("U1001");
            }
            value = call(*callee.first, all, context, name, position);
            --depth_;
            break;
        }
        case Function::Form::Chain: {
            if (++depth_ > depth_limit_) {
                --depth_;
                return fail("U1001");
            }
            value = call(*callee.first, arguments, context, name, position);
            --depth_;
            if (value.is_error()) break;
            value = unwrap(value);
            value = call_once(*callee.second, {&value, 1}, context, name, position, done);
            break;
        }
        case Function::Form::Transform:
            value = arguments.empty() ? Value() : transform(callee, arguments[0]);
            break;
        case Function::Form::Regex:
            value = arguments.empty() ? Value() : match_object(callee, arguments[0]);
            break;
        case Function::Form::NextMatch:
            value = next_match(callee);
            break;
    }
    if (value.is_error()) blame(name, position);
    return value;
}

Value Evaluator::call_lambda(const Function& callee, std::span<Value> arguments, const Value& context, std::string_view name, Frame*& done) {
    const Node& node = *callee.node;
    if (node.signature != nullptr && !validate(*node.signature, arguments, context)) {
        blame(name, node.position);
        return Value::error();
    }
    Frame* frame = new_frame(node.layout, callee.frame);
    for (std::uint32_t i = 0; i < node.list.size; ++i) frame->slots()[node.list[i]->index] = i < arguments.size() ? arguments[i] : Value();
    const Value value = eval(*node.a, callee.input, frame);
    if (node.layout->recyclable) {
        if (value.tag == Tag::TailCall) {
            done = frame;
        } else {
            release(frame);
        }
    }
    return value;
}

Value Evaluator::call_builtin(const Builtin& builtin, std::span<Value> arguments, const Value& context, std::string_view name) {
    const Signature& signature = *builtin.signature;
    const Value inner = context.has(flag::outer) ? context.with(static_cast<std::uint8_t>(context.flags & ~flag::outer)) : context;
    if (!charge(1)) return Value::error();
    for (const Value& argument : arguments) {
        if (!charge_text(argument)) return Value::error();
    }
    // The common case, without matching: each argument fits its parameter as it is, and what is left out may be.
    Value padded[few_arguments];
    const std::size_t given = arguments.size(), wanted = signature.parameters.size;
    bool fits = given <= wanted && wanted <= few_arguments;
    for (std::size_t i = 0; fits && i < wanted; ++i) {
        const Parameter& parameter = signature.parameters[i];
        if (i >= given) {
            fits = parameter.optional && !parameter.context;
            continue;
        }
        fits = (arguments[i].type() & parameter.types) != 0 && !parameter.repeated &&
               (!parameter.array || arguments[i].is_undefined() || arguments[i].is_array()) && (parameter.item_type == 0 || builtin.checks_itself);
    }
    if (fits && given < wanted) {
        std::copy_n(arguments.data(), given, padded);
        arguments = {padded, wanted};
    }
    if (!fits && !validate(signature, arguments, inner)) return Value::error();
    const Value value = builtin.run(*this, {arguments, inner, name});
    return failed_ ? Value::error() : value;
}

bool Evaluator::validate(const Signature& signature, std::span<Value>& arguments, const Value& context) {
    // Matching looks at each argument from each place on.
    if (!charge(1 + arguments.size() * arguments.size() * signature.parameters.size)) return false;
    const auto taken = match_signature(signature, arguments);
    if (!taken) {
        const std::size_t place = first_misfit(signature, arguments);
        fail("T0410", {.value = place < arguments.size() ? arguments[place] : Value(), .index = place + 1});
        return false;
    }
    Builder out(arena_, static_cast<std::uint32_t>(std::max<std::size_t>(arguments.size(), signature.parameters.size)));
    std::size_t next = 0;
    const auto argument = [&] { return next < arguments.size() ? arguments[next] : Value(); };
    for (std::uint32_t p = 0; p < signature.parameters.size; ++p) {
        const Parameter& parameter = signature.parameters[p];
        if ((*taken)[p] == 0) {
            if (!parameter.context) {
                out.push(argument());
                ++next;
            } else if ((context.type() & parameter.types) != 0) {
                out.push(context);
            } else {
                fail("T0411", {.value = context, .index = next + 1});
                return false;
            }
            continue;
        }
        for (std::uint32_t n = 0; n < (*taken)[p]; ++n, ++next) {
            Value value = argument();
            if (parameter.array && !value.is_undefined()) {
                if (parameter.item_type != 0) {
                    const std::uint8_t wanted = type_of_letter(parameter.item_type);
                    const Items items = value.is_array() ? Items::of(value) : Items::one(value);
                    bool fits = charge(items.size());
                    for (std::uint32_t i = 0; fits && i < items.size(); ++i) fits = items[i].type() == wanted;
                    if (!fits) {
                        fail("T0412", {.value = value, .type = type_name(parameter.item_type), .index = next + 1});
                        return false;
                    }
                }
                if (!value.is_array()) value = singleton(value);
            }
            out.push(value);
        }
    }
    arguments = {out.items(), out.size()};
    return !failed_;
}

Value Evaluator::partial(const Node& node, const Value& input, Frame* frame) {
    const std::size_t count = node.list.size;
    std::span<Value> arguments{arena_.make_array<Value>(count), count};
    if (!arguments_of(node, input, frame, nullptr, arguments)) return Value::error();
    const Value target = eval(*node.a, input, frame);
    if (target.is_error()) return target;
    const std::string_view name = name_of(*node.a);
    if (!target.is_function()) {
        const bool forgot = target.is_undefined() && node.a->kind == Kind::Path && find_builtin(name, dialect()) != nullptr;
        return fail(forgot ? "T1007" : "T1008", {.token = name, .position = node.position});
    }
    auto* function = arena_.make<Function>();
    function->form = Function::Form::Partial;
    function->first = target.function;
    function->held = arguments;
    function->arity =
        static_cast<std::uint32_t>(std::count_if(arguments.begin(), arguments.end(), [](const Value& value) { return value.tag == Tag::Unbound; }));
    return Value::of(function);
}

Value Evaluator::apply(const Node& node, const Value& input, Frame* frame) {
    Value left = eval(*node.a, input, frame);
    if (left.is_error()) return left;
    if (left.tag == Tag::Tuples) left = items_of_tuples(left);
    if (node.b->kind == Kind::Call) return call_node(*node.b, input, frame, &left);
    const Value right = eval(*node.b, input, frame);
    if (right.is_error()) return right;
    if (!right.is_function()) return fail("T2006", {.value = right, .position = node.position});
    if (!left.is_function()) return call(*right.function, {&left, 1}, Value::null(), {}, node.position);
    auto* chain = arena_.make<Function>();
    chain->form = Function::Form::Chain;
    chain->arity = 1;
    chain->first = left.function;
    chain->second = right.function;
    return Value::of(chain);
}

Value Evaluator::call_with(const Function& function, const Value& a, const Value& b, const Value& c) {
    Value arguments[] = {a, b, c};
    const std::size_t count = std::clamp<std::size_t>(function.arity, 1, 3);
    return call(function, {arguments, count}, Value::null());
}

Value Evaluator::transform(const Function& function, const Value& input) {
    const Node& node = *function.node;
    if (input.is_undefined()) return input;
    if (!input.is_object() && !input.is_array()) return fail("T0410", {.value = input, .index = 1});
    const Value result = copy(input);
    if (result.is_error()) return result;
    Frame* frame = new_frame(node.layout, function.frame);
    Value matches = eval(*node.a, result, frame);
    if (matches.is_error() || matches.is_undefined()) return matches.is_error() ? matches : result;
    if (matches.tag == Tag::Tuples) matches = items_of_tuples(matches);
    const Items items = matches.is_array() ? Items::of(matches) : Items::one(matches);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value match = items[i];
        const Value update = eval(*node.b, match, frame);
        if (update.is_error()) return update;
        if (!update.is_undefined()) {
            if (!update.is_object()) return fail("T2011", {.value = update, .position = node.b->position});
            if (match.tag == Tag::Object) {
                each_member(update, [&](std::string_view key, const Value& value) {
                    match.object->at(key, arena_) = value;
                    return true;
                });
            }
        }
        if (node.c == nullptr) continue;
        const Value deletions = eval(*node.c, match, frame);
        if (deletions.is_error()) return deletions;
        if (deletions.is_undefined()) continue;
        const Items keys = deletions.is_array() ? Items::of(deletions) : Items::one(deletions);
        for (std::uint32_t k = 0; k < keys.size(); ++k) {
            if (!keys[k].is_string()) return fail("T2012", {.value = deletions, .position = node.c->position});
        }
        for (std::uint32_t k = 0; match.tag == Tag::Object && k < keys.size(); ++k) match.object->erase(keys[k].string());
    }
    return result;
}

}  // namespace pawl::query::jsonata
