// A state's data in JSONPath mode: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign, and fields given by a path
// (recorded-behaviour#data-flow-in-jsonpath).
#pragma once

#include "statemachine/execution/flow_site.hpp"

namespace pawl::execution::flow {

/// InputPath, then Parameters.
Staged enter(const FlowSite& site, const definition::JsonPathEntry& entry);
/// ResultSelector, then ResultPath into the raw input, then OutputPath; Assign sees `value` itself.
Leaving leave(const FlowSite& site, const definition::JsonPathExit& exit, const Payload& value, Yield yield, std::uint64_t used);

/// The array a Map goes through.
Staged items(const FlowSite& site, const definition::JsonPathItems& items, const Payload& input);
Staged item_input(const FlowSite& site, const query::PayloadTemplate& selector, const Payload& input);
/// The first rule's verdict.
Result<bool, StateFailure> holds(const FlowSite& site, const query::ChoiceRule& rule, const Payload& input, std::uint64_t used);

/// A whole number of at least `least`, for a field that the path's field stands for ("TimeoutSeconds").
Field<std::int64_t> number(const FlowSite& site, const query::Path& path, const Payload& input, std::string_view field, std::int64_t least);
Field<std::string> text(const FlowSite& site, const query::PathOrCall& source, std::string_view field);
/// Wait's Seconds and Timestamp, with messages of their own.
Field<std::int64_t> wait_seconds(const FlowSite& site, const query::Path& path, const Payload& input);
Field<Instant> wait_timestamp(const FlowSite& site, const query::Path& path, const Payload& input);

}  // namespace pawl::execution::flow
