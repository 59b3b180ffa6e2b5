// The table of built-in functions: name, signature, code. Built at first use, then only read; any thread. Internal to the JSONata engine.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/query/jsonata/value.hpp"

namespace pawl::query::jsonata {

class Evaluator;
struct Frame;
struct Signature;

/// A call of a built-in function. There is one argument for each parameter of the signature at least, undefined where nothing was given.
struct Call {
    std::span<Value> arguments;
    const Value& context;
    std::string_view name;  ///< as it was called

    const Value& operator[](std::size_t i) const { return arguments[i]; }
};

struct Builtin {
    std::string_view name;
    Value (*run)(Evaluator&, const Call&) = nullptr;
    std::string_view signature_text;
    std::uint8_t arity = 1;  ///< how many arguments a higher-order function hands it
    std::uint8_t dialects = 3;
    const Signature* signature = nullptr;
    bool checks_itself = false;
};

/// Null: no such function in that dialect.
const Builtin* find_builtin(std::string_view name, Dialect dialect);

// The functions by subject, each file its own list.
std::span<const Builtin> text_builtins();
std::span<const Builtin> matching_builtins();
std::span<const Builtin> number_builtins();
std::span<const Builtin> array_builtins();
std::span<const Builtin> object_builtins();
std::span<const Builtin> higher_order_builtins();
std::span<const Builtin> time_builtins();
std::span<const Builtin> step_functions_builtins();

namespace dialect {
inline constexpr std::uint8_t reference = 1, step_functions = 2, both = 3;
}

}  // namespace pawl::query::jsonata
