// AWS's refusals, word for word (contract §1, §2; recorded §4–§7).
#pragma once

#include <string_view>

#include "engine/ports/store.hpp"
#include "engine/runtime/api_error.hpp"

namespace pawl::engine::refusals {

ApiError invalid_arn_prefix(std::string_view arn);
ApiError invalid_arn_type(std::string_view type);
ApiError invalid_name(std::string_view name);
ApiError invalid_token();
ApiError machine_does_not_exist(std::string_view arn);
ApiError machine_already_exists(std::string_view arn);
ApiError machine_deleting(std::string_view arn);
ApiError execution_does_not_exist(std::string_view arn);
ApiError resource_not_found(std::string_view arn);
ApiError validation(std::string_view message);
ApiError labeled_arn(std::string_view what);
/// Something AWS can and pawl can't yet.
ApiError not_built_yet(std::string_view what, std::string_view version);
/// The store failed: 500, or 503 when trying again may help.
ApiError from_store(const StoreError& error);

}  // namespace pawl::engine::refusals
