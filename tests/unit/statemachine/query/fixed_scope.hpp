// A Scope over given texts, for tests.
#pragma once

#include <string>

#include "statemachine/query/scope.hpp"

namespace pawl::query {

class FixedScope : public ContextObject {
  public:
    explicit FixedScope(const std::string& input, const std::string& context = "{}")
        : input_(*Payload::parse(input)), context_(*Payload::parse(context)) {}
    const Payload& context() const override { return context_; }
    Scope scope() const { return {input_, *this}; }

  private:
    Payload input_, context_;
};

}  // namespace pawl::query
