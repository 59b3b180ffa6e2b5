#include "statemachine/query/jsonata/library/integer_picture.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numeric>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/decimal.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/query/jsonata/library/number_words.hpp"

namespace pawl::query::jsonata::library {

namespace {

/// The zeros of the scripts whose digits Unicode lists as Nd in the Basic Multilingual Plane.
constexpr std::array<char32_t, 37> zeros = {0x30,   0x660,  0x6f0,  0x7c0,  0x966,  0x9e6,  0xa66,  0xae6,  0xb66,  0xbe6,  0xc66,  0xce6,  0xd66,
                                            0xde6,  0xe50,  0xed0,  0xf20,  0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
                                            0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10};

char32_t zero_of(char32_t point) {
    const auto* script = std::find_if(zeros.begin(), zeros.end(), [&](char32_t zero) { return digit_value(point, zero) >= 0; });
    return script == zeros.end() ? 0 : *script;
}

std::string in_upper(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

std::string in_lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool all_in(std::string_view text, std::string_view characters) { return text.find_first_not_of(characters) == std::string_view::npos; }

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string_view ordinal_suffix(std::string_view digits) {
    const bool teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
    const char last = digits.back();
    return teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
}

/// Where separators repeat: all the same, and at every multiple of one distance.
std::size_t regular_distance(const std::vector<IntegerPicture::Separator>& separators) {
    std::size_t common = 0;
    for (const auto& [position, text] : separators) {
        if (text != separators.front().text) return 0;
        common = std::gcd(common, position);
    }
    if (common == 0) return 0;
    for (std::size_t factor = 1; factor <= separators.size(); ++factor) {
        const bool there = std::any_of(separators.begin(), separators.end(), [&](const auto& s) { return s.position == factor * common; });
        if (!there) return 0;
    }
    return common;
}

}  // namespace

Outcome<IntegerPicture> IntegerPicture::compile(std::string_view picture) {
    auto compiled = analyse(picture);
    if (compiled && compiled->kind_ == Kind::Sequence) return compiled->unknown_sequence();
    return compiled;
}

Outcome<IntegerPicture> IntegerPicture::analyse(std::string_view picture) {
    IntegerPicture compiled;
    // Behind the last ';' stands 'o' for ordinals, 'c' for cardinals.
    const std::size_t semicolon = picture.rfind(';');
    const std::string_view primary = picture.substr(0, semicolon);
    compiled.ordinal_ = semicolon != std::string_view::npos && picture.substr(semicolon + 1).starts_with('o');
    const auto named = [&](Kind kind, Case letter_case) {
        compiled.kind_ = kind;
        compiled.case_ = letter_case;
        return compiled;
    };
    if (primary == "A") return named(Kind::Letters, Case::Upper);
    if (primary == "a") return named(Kind::Letters, Case::Lower);
    if (primary == "I") return named(Kind::Roman, Case::Upper);
    if (primary == "i") return named(Kind::Roman, Case::Lower);
    if (primary == "W") return named(Kind::Words, Case::Upper);
    if (primary == "Ww") return named(Kind::Words, Case::Title);
    if (primary == "w") return named(Kind::Words, Case::Lower);

    std::u32string points = to_code_points(primary);
    std::reverse(points.begin(), points.end());
    for (const char32_t point : points) {
        if (const char32_t zero = zero_of(point); zero != 0) {
            if (compiled.mandatory_ > 0 && zero != compiled.zero_)
                return LibraryError{"D3131", "In a decimal digit pattern, all digits must be from the same decimal group"};
            compiled.zero_ = zero;
            ++compiled.mandatory_;
        } else if (point == U'#') {
            ++compiled.optional_;
        } else {
            std::string text;
            append_code_point(text, point);
            compiled.separators_.push_back({compiled.mandatory_ + compiled.optional_, std::move(text)});
        }
    }
    if (compiled.mandatory_ == 0) {
        compiled.kind_ = Kind::Sequence;
        compiled.sequence_ = primary;
    }
    compiled.regular_ = regular_distance(compiled.separators_);
    return compiled;
}

LibraryError IntegerPicture::unknown_sequence() const {
    return {"D3130", "Formatting or parsing an integer as a sequence starting with " + quoted(sequence_) + " is not supported by this implementation",
            quoted(sequence_)};
}

std::string IntegerPicture::format_decimal(double magnitude) const {
    constexpr double exact_integers = 9007199254740992.0;
    std::string digits = magnitude < exact_integers ? std::to_string(static_cast<std::uint64_t>(magnitude)) : Decimal::exact(magnitude).integer();
    if (digits.size() < std::max<std::size_t>(mandatory_, 1)) digits.insert(0, std::max<std::size_t>(mandatory_, 1) - digits.size(), '0');
    if (separators_.empty() && zero_ == U'0') return ordinal_ ? digits + std::string(ordinal_suffix(digits)) : digits;
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        const std::size_t right = digits.size() - at;
        if (at > 0 && regular_ > 0) {
            if (right % regular_ == 0) out += separators_.front().text;
        } else if (at > 0) {
            // Those that stand at one place are kept in the order they are written, which is the reverse of how they were read.
            for (auto separator = separators_.rbegin(); separator != separators_.rend(); ++separator) {
                if (separator->position == right) out += separator->text;
            }
        }
        append_code_point(out, zero_ + static_cast<char32_t>(digits[at] - '0'));
    }
    return ordinal_ ? out + std::string(ordinal_suffix(digits)) : out;
}

Outcome<std::string> IntegerPicture::format(double number) const {
    const double integer = std::floor(number), magnitude = std::fabs(integer);
    if (!std::isfinite(integer)) return error_about("D1001", "Number out of range: ", number_text(number));
    std::string out;
    switch (kind_) {
        case Kind::Sequence:
            return unknown_sequence();
        case Kind::Decimal:
            out = format_decimal(magnitude);
            break;
        case Kind::Letters:
            out = letters_of(magnitude, case_ == Case::Upper ? 'A' : 'a');
            break;
        case Kind::Roman:
            // One M for every thousand: the reference runs out of stack on what would be megabytes of them.
            if (magnitude > 1e7) return error_about("D1001", "Number out of range: ", number_text(number));
            out = case_ == Case::Upper ? roman_of(magnitude) : in_lower(roman_of(magnitude));
            break;
        case Kind::Words:
            out = words_of(magnitude, ordinal_);
            if (case_ == Case::Upper) out = in_upper(std::move(out));
            if (case_ == Case::Lower) out = in_lower(std::move(out));
            break;
    }
    return integer < 0 ? '-' + out : out;
}

std::optional<double> IntegerPicture::parse_decimal(std::string_view text) const {
    if (ordinal_ && text.size() >= 2) {
        const std::string suffix = in_lower(std::string(text.substr(text.size() - 2)));
        if (suffix == "th" || suffix == "st" || suffix == "nd" || suffix == "rd") text.remove_suffix(2);
    }
    std::string digits;
    if (text.starts_with('-') || text.starts_with('+')) {
        if (text.front() == '-') digits = "-";
        text.remove_prefix(1);
    }
    bool any = false;
    while (!text.empty()) {
        const std::size_t size = character_length(text);
        const std::string_view character = text.substr(0, size);
        text.remove_prefix(size);
        if (const int digit = digit_value(first_code_point(character), zero_); digit >= 0) {
            digits += static_cast<char>('0' + digit);
            any = true;
        } else if (std::none_of(separators_.begin(), separators_.end(), [&](const Separator& s) { return s.text == character; })) {
            return std::nullopt;
        }
    }
    double number = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (!any || error != std::errc{}) return std::nullopt;
    return number;
}

Outcome<std::optional<double>> IntegerPicture::parse(std::string_view text) const {
    const bool upper = case_ == Case::Upper;
    switch (kind_) {
        case Kind::Sequence:
            return unknown_sequence();
        case Kind::Decimal:
            return parse_decimal(text);
        case Kind::Letters: {
            if (text.empty() || !all_in(text, letters)) return std::optional<double>{};
            return std::optional<double>(number_of_letters(upper ? in_upper(std::string(text)) : in_lower(std::string(text)), upper ? 'A' : 'a'));
        }
        case Kind::Roman:
            return number_of_roman(in_upper(std::string(text)));
        case Kind::Words:
            return number_of_words(text);
    }
    return std::optional<double>{};
}

Outcome<std::string> IntegerPicture::pattern(std::optional<std::size_t> width) const {
    switch (kind_) {
        case Kind::Sequence:
            return unknown_sequence();
        case Kind::Letters:
            return std::string(case_ == Case::Upper ? "[A-Z]+" : "[a-z]+");
        case Kind::Roman:
            return std::string(case_ == Case::Upper ? "[MDCLXVI]+" : "[mdclxvi]+");
        case Kind::Words:
            return "(?:" + number_words_pattern() + ")+";
        case Kind::Decimal:
            break;
    }
    // The separators may be anything: as alternatives of their own, so that none can end a character class.
    std::string digit = "[";
    append_code_point(digit, zero_);
    digit += '-';
    append_code_point(digit, zero_ + 9);
    digit += ']';
    std::string out = digit;
    if (!separators_.empty()) {
        out = "(?:" + digit;
        for (const auto& [position, text] : separators_) out += "|" + regex_literal(text);
        out += ')';
    }
    out += width && *width <= 1000 ? '{' + std::to_string(*width) + '}' : "+";
    if (ordinal_) out += "(?:th|st|nd|rd)";
    return out;
}

}  // namespace pawl::query::jsonata::library
