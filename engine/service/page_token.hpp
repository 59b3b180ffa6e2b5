// nextToken: where a listing goes on, as opaque text. A token fits only the listing it came from (same operation, same arguments) for 24 hours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/api_error.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

struct PageToken {
    std::vector<std::int64_t> numbers;
    std::string text;
};

/// `listing` names the operation and those of its arguments that must stay the same.
std::string write_token(const PageToken& token, std::string_view listing, Instant now);
/// InvalidToken for anything write_token did not make for this listing within 24 hours.
Result<PageToken, ApiError> read_token(std::string_view text, std::string_view listing, Instant now);

}  // namespace pawl::engine
