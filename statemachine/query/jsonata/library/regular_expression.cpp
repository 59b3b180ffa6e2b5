#include "statemachine/query/jsonata/library/regular_expression.hpp"

#include <re2/re2.h>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/regex_translation.hpp"

namespace pawl::query::jsonata::library {

namespace {

RE2::Options options() {
    RE2::Options chosen;
    chosen.set_log_errors(false);
    return chosen;
}

std::string_view view(re2::StringPiece piece) { return {piece.data(), piece.size()}; }

}  // namespace

struct RegularExpression::Program {
    Program(std::string_view pattern_, std::string_view flags_, const std::string& translated)
        : pattern(pattern_), flags(flags_), expression(translated, options()) {}
    std::string pattern, flags;
    RE2 expression;
};

Outcome<RegularExpression> RegularExpression::compile(std::string_view pattern, std::string_view flags) {
    if (pattern.empty()) return LibraryError{"S0301", "Empty regular expressions are not allowed"};
    const auto translated = translate_regex(pattern, flags);
    if (!translated) return translated.error();
    RegularExpression compiled;
    const auto program = std::make_shared<const Program>(pattern, flags, *translated);
    if (!program->expression.ok()) {
        return LibraryError{
            "S0303", "The regular expression /" + std::string(pattern) + "/ is not well-formed: " + program->expression.error() + ". Correct it.",
            quoted(pattern)};
    }
    compiled.program_ = program;
    return compiled;
}

std::string_view RegularExpression::pattern() const { return program_->pattern; }
std::string_view RegularExpression::flags() const { return program_->flags; }

Outcome<std::optional<RegexMatch>> RegexMatches::next() {
    const RE2& expression = expression_.program_->expression;
    std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1);
    if (byte_ > text_.size() || !expression.Match(text_, byte_, text_.size(), RE2::UNANCHORED, pieces.data(), static_cast<int>(pieces.size()))) {
        byte_ = text_.size() + 1;
        return std::optional<RegexMatch>{};
    }
    RegexMatch found;
    found.match = view(pieces[0]);
    if (found.match.empty()) return LibraryError{"D1004", "Regular expression matches zero length string"};
    found.start_byte = static_cast<std::size_t>(found.match.data() - text_.data());
    found.end_byte = found.start_byte + found.match.size();
    found.start = units_ + utf16_length(text_.substr(byte_, found.start_byte - byte_));
    found.end = found.start + utf16_length(found.match);
    found.groups.reserve(pieces.size() - 1);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        found.groups.push_back(pieces[i].data() == nullptr ? std::nullopt : std::optional<std::string_view>(view(pieces[i])));
    }
    byte_ = found.end_byte;
    units_ = found.end;
    return std::optional<RegexMatch>(std::move(found));
}

}  // namespace pawl::query::jsonata::library
