// A compiled expression: its text, its tree and what the tree refers to. Made once, then only read, by any number of threads.
// Internal to the JSONata engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/builtin.hpp"
#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/query/jsonata/library/regular_expression.hpp"
#include "statemachine/query/jsonata/syntax.hpp"

namespace pawl::query::jsonata {

/// A variable that nothing inside the expression assigns (or not always): looked up once an evaluation.
struct External {
    std::string_view name;
    const Builtin* builtin = nullptr;
};

struct Program {
    explicit Program(std::string_view source) : text(source), arena(static_cast<std::size_t>(-1)) {}

    std::string text;
    Arena arena;
    Dialect dialect = Dialect::StepFunctions;
    const Node* root = nullptr;
    const FrameLayout* layout = nullptr;  ///< of variables assigned outside any block or function
    std::vector<library::RegularExpression> regexes;
    std::vector<External> externals;
    std::uint32_t names = 0;  ///< field names in the tree: each has a hint where it was found last
    References references;
};

}  // namespace pawl::query::jsonata
