#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/digest.hpp"
#include "statemachine/query/intrinsics/functions.hpp"
#include "statemachine/query/intrinsics/workspace.hpp"
#include "statemachine/query/java_text.hpp"
#include "statemachine/vocabulary/base64.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query::intrinsics {

namespace {

std::optional<std::string_view> text_of(const json::value& value) {
    if (!is_string(value)) return std::nullopt;
    return std::string_view(value.get_string());
}

/// "Up to 10,000 characters": UTF-16 code units, as Java counts.
bool is_too_long(std::string_view text) {
    constexpr std::size_t most_characters = 10'000;
    if (text.size() <= most_characters) return false;
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0u) != 0x80u) units += byte >= 0xF0 ? 2 : 1;
    }
    return units > most_characters;
}

}  // namespace

Outcome base64_encoded(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto text = text_of(*arguments[0]);
    if (!text || is_too_long(*text)) return workspace.invalid_arguments(call);
    return workspace.keep(json::value(base64_encode(*text)));
}

/// Measured: AWS decodes "abc", "ab==cd" and "!!!invalid!!!". So the first '=' ends the data, other characters outside the alphabet are passed
/// over, and a last character that makes no byte is dropped.
Outcome base64_decoded(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto text = text_of(*arguments[0]);
    if (!text || is_too_long(*text)) return workspace.invalid_arguments(call);
    std::string data;
    for (char c : text->substr(0, text->find('='))) {
        if (c == '-') c = '+';
        if (c == '_') c = '/';
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/') data += c;
    }
    if (data.size() % 4 == 1) data.pop_back();
    auto bytes = base64_decode(data);
    if (!bytes) return workspace.invalid_arguments(call);
    return workspace.keep(json::value(lenient_utf8(*std::move(bytes))));
}

Outcome formatted(const CallNode& call, Values arguments, Workspace& workspace) {
    std::optional<Result<FormatTemplate, std::string>> parsed;
    if (!call.format) {
        const auto text = text_of(*arguments[0]);
        if (!text) return workspace.invalid_arguments(call);
        parsed = FormatTemplate::parse(*text);
    }
    const auto& format = call.format ? *call.format : *parsed;
    if (!format) return workspace.refuse(format.error());
    const std::vector<std::string>& pieces = format->pieces;
    if (pieces.size() != arguments.size()) {
        return workspace.refuse("Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.");
    }
    std::string out = pieces.front();
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (!workspace.may_copy(*arguments[i])) return nullptr;
        append_java_text(*arguments[i], out);
        out += pieces[i];
    }
    return workspace.keep(json::value(out));
}

/// Measured: data that is no string is hashed as Java shows it.
Outcome hashed(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto algorithm = text_of(*arguments[1]);
    if (!algorithm) return workspace.invalid_arguments(call);
    const std::string data = java_text(*arguments[0]);
    if (is_too_long(data)) return workspace.invalid_arguments(call);
    auto digest = hex_digest(*algorithm, data);
    if (!digest) return workspace.invalid_arguments(call);
    return workspace.keep(json::value(*digest));
}

/// Every character of the second argument is a delimiter; there are no empty pieces.
Outcome string_split(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto text = text_of(*arguments[0]);
    const auto delimiters = text_of(*arguments[1]);
    if (!text || !delimiters) return workspace.invalid_arguments(call);
    if (!workspace.may_copy(*arguments[0])) return nullptr;
    // The ASCII ones by a table; a longer one is compared as a whole.
    std::array<bool, 128> ends{};
    std::vector<std::string_view> longer;
    const auto length_at = [](std::string_view whole, std::size_t at) {
        std::size_t length = 1;
        while (at + length < whole.size() && (static_cast<unsigned char>(whole[at + length]) & 0xC0u) == 0x80u) ++length;
        return length;
    };
    for (std::size_t at = 0; at < delimiters->size();) {
        const std::size_t length = length_at(*delimiters, at);
        const auto byte = static_cast<unsigned char>((*delimiters)[at]);
        if (byte < 128) {
            ends[byte] = true;
        } else {
            longer.push_back(delimiters->substr(at, length));
        }
        at += length;
    }
    json::array pieces;
    std::size_t start = 0;
    const auto cut = [&](std::size_t end) {
        if (end > start) pieces.emplace_back(json::string_view(text->data() + start, end - start));
    };
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t length = length_at(*text, at);
        const auto byte = static_cast<unsigned char>((*text)[at]);
        const bool ending = byte < 128 ? ends[byte] : std::find(longer.begin(), longer.end(), text->substr(at, length)) != longer.end();
        if (ending) {
            cut(at);
            start = at + length;
        }
        at += length;
    }
    cut(text->size());
    return workspace.keep(std::move(pieces));
}

}  // namespace pawl::query::intrinsics
