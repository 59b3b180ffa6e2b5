#include "statemachine/query/jsonata/library/text_matching.hpp"

#include <cmath>
#include <limits>

#include "statemachine/query/jsonata/library/code_points.hpp"

namespace pawl::query::jsonata::library {

namespace {

/// A limit as a count, fractions cut off; no limit is more than there can be.
std::size_t count_of(Limit limit) {
    constexpr double beyond = 1e15;
    return limit && *limit < beyond ? static_cast<std::size_t>(*limit) : std::numeric_limits<std::size_t>::max();
}

std::optional<LibraryError> negative(Limit limit, const char* code, const char* message) {
    if (!limit || *limit >= 0) return std::nullopt;
    return LibraryError{code, message};
}

std::optional<LibraryError> check_split_limit(Limit limit) {
    return negative(limit, "D3020", "Third argument of split function must evaluate to a positive number");
}

}  // namespace

std::optional<LibraryError> check_replace_limit(Limit limit) {
    return negative(limit, "D3011", "Fourth argument of replace function must evaluate to a positive number");
}

std::optional<LibraryError> check_match_limit(Limit limit) {
    return negative(limit, "D3040", "Third argument of match function must evaluate to a positive number");
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Outcome<bool> contains(std::string_view text, const RegularExpression& expression) { return expression.is_found_in(text); }

Outcome<std::vector<std::string_view>> split(std::string_view text, std::string_view separator, Limit limit) {
    if (auto error = check_split_limit(limit)) return *error;
    const std::size_t most = count_of(limit);
    std::vector<std::string_view> pieces;
    if (separator.empty()) {
        while (!text.empty() && pieces.size() < most) {
            const std::size_t size = character_length(text);
            pieces.push_back(text.substr(0, size));
            text.remove_prefix(size);
        }
        return pieces;
    }
    while (pieces.size() < most) {
        const std::size_t at = text.find(separator);
        pieces.push_back(text.substr(0, at));
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + separator.size());
    }
    return pieces;
}

Outcome<std::vector<std::string_view>> split(std::string_view text, const RegularExpression& expression, Limit limit) {
    if (auto error = check_split_limit(limit)) return *error;
    const std::size_t most = count_of(limit);
    std::vector<std::string_view> pieces;
    RegexMatches matches(expression, text);
    std::size_t from = 0;
    while (pieces.size() < most) {
        const auto match = matches.next();
        if (!match) return match.error();
        if (!*match) {
            pieces.push_back(text.substr(from));
            break;
        }
        pieces.push_back(text.substr(from, (*match)->start_byte - from));
        from = (*match)->end_byte;
    }
    return pieces;
}

Outcome<std::string> replace(std::string_view text, std::string_view part, std::string_view replacement, Limit limit, std::size_t most_bytes) {
    if (part.empty()) return LibraryError{"D3010", "Second argument of replace function cannot be an empty string"};
    if (auto error = check_replace_limit(limit)) return *error;
    std::string out;
    for (std::size_t left = count_of(limit); left > 0; --left) {
        const std::size_t at = text.find(part);
        if (at == std::string_view::npos) break;
        out += text.substr(0, at);
        out += replacement;
        if (out.size() > most_bytes) return memory_exceeded();
        text.remove_prefix(at + part.size());
    }
    out += text;
    if (out.size() > most_bytes) return memory_exceeded();
    return out;
}

Outcome<std::string> replace(std::string_view text, const RegularExpression& expression, std::string_view replacement, Limit limit,
                             std::size_t most_bytes) {
    if (auto error = check_replace_limit(limit)) return *error;
    std::string out;
    RegexMatches matches(expression, text);
    std::size_t from = 0;
    for (std::size_t left = count_of(limit); left > 0; --left) {
        const auto match = matches.next();
        if (!match) return match.error();
        if (!*match) break;
        out += text.substr(from, (*match)->start_byte - from);
        append_substituted(out, replacement, **match);
        if (out.size() > most_bytes) return memory_exceeded();
        from = (*match)->end_byte;
    }
    out += text.substr(from);
    if (out.size() > most_bytes) return memory_exceeded();
    return out;
}

void append_substituted(std::string& out, std::string_view replacement, const RegexMatch& match) {
    const std::size_t groups = match.groups.size();
    // As many digits are read as the number of groups has, and one less where that names no group: $12 of nine groups is $1 and a 2.
    const std::size_t most_digits = groups == 0 ? 1 : std::to_string(groups).size();
    while (true) {
        const std::size_t dollar = replacement.find('$');
        out += replacement.substr(0, dollar);
        if (dollar == std::string_view::npos) return;
        replacement.remove_prefix(dollar + 1);
        if (replacement.starts_with('$')) {
            out += '$';
            replacement.remove_prefix(1);
            continue;
        }
        if (replacement.starts_with('0')) {
            out += match.match;
            replacement.remove_prefix(1);
            continue;
        }
        std::size_t number = 0, digits = 0;
        while (digits < most_digits && digits < replacement.size() && replacement[digits] >= '0' && replacement[digits] <= '9') {
            number = number * 10 + static_cast<std::size_t>(replacement[digits++] - '0');
        }
        if (digits == 0) {
            out += '$';
            continue;
        }
        if (digits > 1 && number > groups) {
            number /= 10;
            --digits;
        }
        replacement.remove_prefix(digits);
        if (number >= 1 && number <= groups && match.groups[number - 1]) out += *match.groups[number - 1];
    }
}

}  // namespace pawl::query::jsonata::library
