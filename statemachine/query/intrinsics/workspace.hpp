// What one evaluation of a call needs beside its arguments: a place for the values that functions build, random bits, and why it failed.
// Lives in one evaluation, in one thread.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <utility>

#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/compiled.hpp"
#include "statemachine/query/random_bits.hpp"
#include "statemachine/query/weight.hpp"

namespace pawl::query::intrinsics {

class Workspace {
  public:
    explicit Workspace(RandomBits& random) : random_(random) {}

    /// Keeps a new value until the evaluation is over.
    Outcome keep(json::value value) {
        built_.emplace_back(std::move(value));
        return &built_.back();
    }
    /// The same for what a path built.
    Outcome keep(Payload value) {
        held_.push_back(std::move(value));
        return &held_.back().value();
    }

    /// The sentence behind the call's own in the failure's message.
    Outcome refuse(std::string problem) {
        problem_ = std::move(problem);
        return nullptr;
    }
    Outcome invalid_arguments(const CallNode& call) { return refuse("Invalid arguments in " + std::string(call.function->name)); }

    /// Counts what is about to be copied; false (and refused) when the evaluation has copied too much.
    bool may_copy(const json::value& value) {
        if (budget_.take(value)) return true;
        refuse("The result is larger than an evaluation may build");
        return false;
    }

    RandomBits& random() { return random_; }
    const std::string& problem() const { return problem_; }

    /// The value itself if it was built here, otherwise a copy.
    json::value release(Outcome result) {
        for (json::value& value : built_) {
            if (&value == result) return std::move(value);
        }
        return copy_of(*result);
    }

  private:
    std::deque<json::value> built_;
    std::deque<Payload> held_;
    RandomBits& random_;
    Budget budget_;
    std::string problem_;
};

}  // namespace pawl::query::intrinsics
