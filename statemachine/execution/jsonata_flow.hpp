// A state's data in JSONata mode: Arguments, Output, Assign, and every field that may be an expression (recorded-behaviour#jsonata). What an
// expression sees: $states (input, context, and what the state leaves with) and the variables.
#pragma once

#include "statemachine/execution/flow_site.hpp"

namespace pawl::execution::flow {

Staged enter(const FlowSite& site, const definition::JsonataEntry& entry);
/// Output and Assign, both from the values at entry. Without Output the value itself goes on. `used`: steps that are no more there for either.
Leaving leave(const FlowSite& site, const definition::JsonataExit& exit, const Payload& value, Yield yield, std::uint64_t used);

Staged items(const FlowSite& site, const definition::JsonataItems& items, const Payload& input);
Staged item_input(const FlowSite& site, const query::ExpressionTemplate& selector, const Payload& input);
/// `used`: steps that the Conditions before it took.
Result<bool, StateFailure> holds(const FlowSite& site, const query::ExpressionTemplate& condition, const Payload& input, std::uint64_t used);

Field<std::int64_t> number(const FlowSite& site, const query::ExpressionTemplate& expression, const Payload& input, std::string_view field,
                           std::int64_t least);
Field<std::string> text(const FlowSite& site, const query::ExpressionTemplate& expression, std::string_view field);
Field<std::int64_t> wait_seconds(const FlowSite& site, const query::ExpressionTemplate& expression, const Payload& input);
Field<Instant> wait_timestamp(const FlowSite& site, const query::ExpressionTemplate& expression, const Payload& input);

}  // namespace pawl::execution::flow
