// Function signatures, "<s-n?:s>": which types of arguments a function takes, which may be left out, which are then taken from the context.
// Built once, in an arena. Internal to the JSONata engine. Source: https://docs.jsonata.org/programming#function-signatures
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/syntax.hpp"

namespace pawl::query::jsonata {

struct Parameter {
    std::uint8_t types = 0;  ///< bits of namespace type; every kind of parameter but a function may be missing
    bool array = false;      ///< a single value is made an array of one
    bool context = false;    ///< "-": the context stands in when left out
    bool optional = false;   ///< "?" and "-"
    bool repeated = false;   ///< "+"
    char item_type = 0;      ///< of arrays with a type: "a<s>"
};

struct Signature {
    List<Parameter> parameters;
};

/// Null: `code` says why (S0401, S0402).
const Signature* parse_signature(std::string_view text, Arena& arena, std::string_view& code);

/// How many arguments each parameter takes, as greedily as possible; empty when they don't fit.
std::optional<std::vector<std::uint32_t>> match_signature(const Signature& signature, std::span<const Value> arguments);

/// Place of the first argument that does not fit (0 = the first).
std::size_t first_misfit(const Signature& signature, std::span<const Value> arguments);

/// "s", "n" … as a bit of namespace type; 0 = no such letter.
std::uint8_t type_of_letter(char letter);

}  // namespace pawl::query::jsonata
