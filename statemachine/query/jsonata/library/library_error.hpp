// Why a function of the library refused its arguments: the reference implementation's code and its whole message, as a value.
// Owns its texts; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::query::jsonata::library {

struct LibraryError {
    // Not an aggregate: those are constructible from their first member alone (C++20), and a Result<std::string, …> could not tell.
    LibraryError() = default;
    LibraryError(std::string code_, std::string message_, std::string value_ = {})
        : code(std::move(code_)), message(std::move(message_)), value(std::move(value_)) {}

    std::string code;     ///< "D3030"; empty for AWS's message about memory
    std::string message;  ///< complete, without the code: "Unable to cast value to a number: \"x\""
    std::string value;    ///< JSON text of the culprit, as it stands in the message; empty where the message names none
};

template <class T>
using Outcome = Result<T, LibraryError>;

/// What a function may write at most, unless its caller says otherwise: a string of 2^22 characters is answered by AWS, one of 2^23 is not.
inline constexpr std::size_t default_text_limit = std::size_t{1} << 23;

/// A text as JSON writes it, for messages.
std::string quoted(std::string_view text);

/// The message with the culprit behind it: "Unable to cast value to a number: " + "\"x\"".
LibraryError error_about(std::string_view code, std::string_view message, std::string json_text);

/// A result would be larger than the limit its caller gave: AWS's recorded text, which has no code.
LibraryError memory_exceeded();

}  // namespace pawl::query::jsonata::library
