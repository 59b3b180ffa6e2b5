// What a picture says about states and transitions in a few words: "processPayment", "$.total > 100", "OutOfStock". Pure; never fails, whatever
// the definition holds.
#pragma once

#include <string>

#include "statemachine/definition/outline.hpp"

namespace pawl::graph {

/// What a state does: the function or service of a Task, the time of a Wait, the items of a Map, the error of a Fail.
std::string caption_of(const definition::OutlineState& state);

/// A Choice's rule: "$.total > 100 and not $.vip"; a JSONata condition without its {% %}.
std::string rule_text(const definition::Node& rule);

/// The errors of a Catcher; empty when it catches all.
std::string errors_text(const definition::Node& catcher);

}  // namespace pawl::graph
