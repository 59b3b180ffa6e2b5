// Which URL stands behind a function's name. Configuration, the command line and REST write it; the dispatcher reads it. Implemented by
// workers/dispatch/function_registry; callable from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

struct Function {
    std::string name;                  ///< bare name, or "*": every name that has no entry of its own
    std::string url;                   ///< http(s)://[user:password@]host[:port]/path; "{name}" in the path becomes the called name, percent-encoded
    std::uint32_t concurrency = 1000;  ///< calls in flight at a time, for each name
    std::uint32_t timeout_seconds = 900;  ///< for one call, connecting included
    friend bool operator==(const Function&, const Function&) = default;
};

struct FunctionFault {
    std::string message;  ///< what, where, why, what to do
};

class Functions {
  public:
    virtual ~Functions() = default;
    /// Adds or replaces; calls in flight keep what they started with.
    virtual Result<void, FunctionFault> put(Function function) = 0;
    /// False when there was none of that name ("*" is a name like any other here).
    virtual bool remove(std::string_view name) = 0;
    /// The entry of exactly that name; "*" does not stand in.
    virtual std::optional<Function> get(std::string_view name) const = 0;
    /// By name ascending.
    virtual std::vector<Function> list() const = 0;
};

}  // namespace pawl::engine
