// The compiled form of a call: the function, and its arguments as literals, paths or calls. Only the files of this folder look inside.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/intrinsics/format_template.hpp"
#include "statemachine/query/jsonpath/path.hpp"

namespace pawl::query::intrinsics {

struct CallNode;
class Workspace;

/// The arguments' values, where they lie.
using Values = std::span<const json::value* const>;
/// A function's result: a new value in the workspace, or a node of what came in. Null: the workspace says why not.
using Outcome = const json::value*;

struct Function {
    std::string_view name;
    std::size_t least_arguments, most_arguments;
    Outcome (*run)(const CallNode& call, Values arguments, Workspace& workspace);
};

struct Argument;
struct CallNode {
    const Function* function = nullptr;
    std::vector<Argument> arguments;
    /// States.Format's first argument where it is a literal; a bad template is told when it is run, as AWS does.
    std::optional<Result<FormatTemplate, std::string>> format;
};
struct Argument {
    std::variant<std::shared_ptr<const json::value>, Path, CallNode> form;
};

struct Call::Compiled {
    std::string text;
    CallNode root;
    std::vector<std::string> variables;
};

/// Null: there is no such function.
const Function* find_function(std::string_view name);

}  // namespace pawl::query::intrinsics
