// From ARNs to the names behind them, and the rules for names (recorded-behaviour#arns, recorded-behaviour#names).
#pragma once

#include <string>
#include <string_view>

#include "engine/runtime/api_error.hpp"
#include "engine/runtime/requests.hpp"
#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

/// 1 to 80 characters, none of those AWS forbids in names of state machines and executions.
bool is_valid_name(std::string_view name);

/// The state machine an ARN names. A qualified one (version, alias) or one of another account or region names nothing that exists here.
Result<std::string, ApiError> machine_of(const Realm& realm, std::string_view arn);
/// The execution an ARN names.
Result<ExecutionName, ApiError> execution_of(const Realm& realm, std::string_view arn);

}  // namespace pawl::engine
