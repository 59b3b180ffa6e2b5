#include "statemachine/query/jsonata/library/regular_expression.hpp"

#include <array>

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

LibraryError no_characters() { return {"D1004", "Regular expression matches zero length string"}; }

std::string_view view(re2::StringPiece piece) { return {piece.data(), piece.size()}; }

}  // namespace

struct RegularExpression::Program {
    Program(std::string_view pattern_, std::string_view flags_, const TranslatedRegex& translated)
        : pattern(pattern_), flags(flags_), expression(translated.text, options()), unbounded(translated.unbounded) {}
    std::string pattern, flags;
    RE2 expression;
    bool unbounded;
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

Outcome<bool> RegularExpression::is_found_in(std::string_view text) const {
    // Groups cost a slower matcher; the match alone does not.
    re2::StringPiece match;
    if (!program_->expression.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) return false;
    if (match.empty()) return no_characters();
    return true;
}

std::string_view RegularExpression::pattern() const { return program_->pattern; }
std::string_view RegularExpression::flags() const { return program_->flags; }

Outcome<std::optional<RegexMatch>> RegexMatches::next() {
    const RE2& expression = expression_.program_->expression;
    if (byte_ <= text_.size() && expression_.program_->unbounded) {
        if (text_.size() - byte_ > bytes_left_) return LibraryError{"U1001", "Expression evaluation timeout: Check for infinite loop"};
        bytes_left_ -= text_.size() - byte_;
    }
    const std::size_t count = static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1;
    std::array<re2::StringPiece, 8> few;
    std::vector<re2::StringPiece> many;
    if (count > few.size()) many.resize(count);
    re2::StringPiece* pieces = many.empty() ? few.data() : many.data();
    if (byte_ > text_.size() || !expression.Match(text_, byte_, text_.size(), RE2::UNANCHORED, pieces, static_cast<int>(count))) {
        byte_ = text_.size() + 1;
        return std::optional<RegexMatch>{};
    }
    RegexMatch found;
    found.match = view(pieces[0]);
    if (found.match.empty()) return no_characters();
    found.start_byte = static_cast<std::size_t>(found.match.data() - text_.data());
    found.end_byte = found.start_byte + found.match.size();
    found.start = units_ + utf16_length(text_.substr(byte_, found.start_byte - byte_));
    found.end = found.start + utf16_length(found.match);
    found.groups.reserve(count - 1);
    for (std::size_t i = 1; i < count; ++i) {
        found.groups.push_back(pieces[i].data() == nullptr ? std::nullopt : std::optional<std::string_view>(view(pieces[i])));
    }
    byte_ = found.end_byte;
    units_ = found.end;
    return std::optional<RegexMatch>(std::move(found));
}

}  // namespace pawl::query::jsonata::library
