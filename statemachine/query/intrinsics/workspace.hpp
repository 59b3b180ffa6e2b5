// What one evaluation of a call needs beside its arguments: a place for the values that functions build, random bits, and why it failed.
// Lives in one evaluation, in one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/intrinsics/compiled.hpp"
#include "statemachine/query/resources.hpp"

namespace pawl::query::intrinsics {

class Workspace {
  public:
    explicit Workspace(Resources& resources) : resources_(resources) {}

    /// Keeps a new value until the evaluation is over.
    Outcome keep(json::value value);
    /// The same for what a path built.
    Outcome keep(Payload value);

    /// The sentence behind the call's own in the failure's message.
    Outcome refuse(std::string problem);
    Outcome invalid_arguments(const CallNode& call);
    /// Counts what is about to be copied; false (and refused) when the evaluation has copied too much.
    bool may_copy(const json::value& value);

    RandomBits& random() { return resources_.random; }
    const std::string& problem() const { return problem_; }

    /// The value itself if it was built here, otherwise a copy; empty (and refused) if that is too much.
    std::optional<json::value> release(Outcome result);

  private:
    std::vector<std::shared_ptr<json::value>> built_;
    std::vector<Payload> held_;
    Resources& resources_;
    std::string problem_;
};

}  // namespace pawl::query::intrinsics
