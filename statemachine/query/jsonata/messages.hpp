// The error messages of the language, by code, in the reference's words. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace pawl::query::jsonata {

/// What a message's placeholders stand for: texts as they are, values as JSON.
struct MessageParts {
    std::string_view token;
    std::string_view value;   ///< JSON
    std::string_view value2;  ///< JSON
    std::string_view type;
    std::string_view exponent;
    std::size_t index = 0;
};

/// The message of a code with its placeholders filled; the code itself when it is unknown.
std::string message_of(std::string_view code, const MessageParts& parts);

}  // namespace pawl::query::jsonata
