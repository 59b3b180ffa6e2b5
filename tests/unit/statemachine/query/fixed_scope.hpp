// A Scope over given texts, for tests.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "statemachine/query/scope.hpp"

namespace pawl::query {

class FixedScope : public ContextObject, public Variables {
  public:
    explicit FixedScope(const std::string& input, const std::string& context = "{}")
        : input_(*Payload::parse(input)), context_(*Payload::parse(context)) {}
    void assign(const std::string& name, const std::string& value) { variables_[name] = *Payload::parse(value); }
    std::uint64_t entropy = 1;

    const Payload& context() const override { return context_; }
    const Payload* find(std::string_view name) const override {
        const auto found = variables_.find(std::string(name));
        return found == variables_.end() ? nullptr : &found->second;
    }
    Scope scope() const { return {input_, *this, this, entropy}; }

  private:
    Payload input_, context_;
    std::map<std::string, Payload> variables_;
};

}  // namespace pawl::query
