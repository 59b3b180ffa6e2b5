// A payload template (Parameters, ItemSelector, ResultSelector): JSON in which members named "x.$" hold a path or an
// intrinsic function call. Compiled once, immutable.
// Members come out as AWS orders them: static ones in definition order, then the evaluated ones in Java HashMap order
// (recorded-behaviour#key-order-of-templates).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/scope.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query {

/// One fault of a template: where inside it, as a JSON pointer to the member ("/a/0/b.$"), and AWS's message.
struct TemplateFault {
    std::string pointer;
    std::string message;
    std::string hint;  ///< what exactly is wrong with it, in our words; may be empty
};

class PayloadTemplate {
  public:
    /// All faults, not the first.
    static Result<PayloadTemplate, std::vector<TemplateFault>> compile(const json::value& source);

    /// The variables it reads: names without "$", sorted, each once.
    const std::vector<std::string>& variable_references() const;
    Result<Payload, QueryFailure> evaluate(const Scope& scope) const;

  private:
    struct Compiled;
    explicit PayloadTemplate(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pawl::query
