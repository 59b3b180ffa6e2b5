#include "statemachine/query/jsonata/library/date_time_parts.hpp"

#include <algorithm>
#include <charconv>

#include "statemachine/query/jsonata/library/code_points.hpp"

namespace pawl::query::jsonata::library {

namespace {

constexpr std::string_view integer_components = "YMDdFWwXxHhmsf";

/// How a component is shown when the marker does not say. Empty: there is no such component.
std::string_view default_presentation(char component) {
    switch (component) {
        case 'Y':
        case 'M':
        case 'D':
        case 'd':
        case 'W':
        case 'w':
        case 'X':
        case 'x':
        case 'H':
        case 'h':
        case 'f':
            return "1";
        case 'F':
        case 'P':
        case 'C':
        case 'E':
            return "n";
        case 'm':
        case 's':
            return "01";
        case 'Z':
        case 'z':
            return "01:01";
        default:
            return "";
    }
}

/// Empty for none and for '*'.
Outcome<std::optional<std::size_t>> width(std::string_view text) {
    std::size_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::size_t absurd = 100'000;
    if (error == std::errc::result_out_of_range || number > absurd) return memory_exceeded();
    if (error != std::errc{}) return std::optional<std::size_t>{};
    return std::optional<std::size_t>(number);
}

/// What stands between brackets, white space removed: component, presentation, modifier, width.
Outcome<DateTimePart> marker(std::string_view text) {
    DateTimePart part;
    std::optional<std::size_t> narrowest;
    const std::size_t comma = text.rfind(',');
    if (comma != std::string_view::npos) {
        const std::string_view widths = text.substr(comma + 1);
        const std::size_t dash = widths.find('-');
        const auto least = width(widths.substr(0, dash));
        if (!least) return least.error();
        narrowest = *least;
        if (dash != std::string_view::npos) {
            const auto most = width(widths.substr(dash + 1));
            if (!most) return most.error();
            part.widest = *most;
        }
        text = text.substr(0, comma);
    }
    const std::string_view component = text.substr(0, text.empty() ? 0 : character_length(text));
    std::string_view presentation = text.substr(component.size());
    part.component = component.size() == 1 ? component.front() : '\0';
    const std::string_view usual = default_presentation(part.component);
    if (usual.empty()) {
        return LibraryError{"D3132", "Unknown component specifier " + quoted(component) + " in date/time picture string", quoted(component)};
    }
    char modifier = 0;
    if (presentation.empty())
        presentation = usual;
    else if (presentation.size() > 1 && std::string_view("atco").find(presentation.back()) != std::string_view::npos) {
        modifier = presentation.back();
        presentation.remove_suffix(1);
    }
    part.zulu = modifier == 't';
    if (presentation.front() == 'n') {
        part.names = DateTimePart::Names::Lower;
    } else if (presentation.front() == 'N') {
        part.names = presentation.substr(1).starts_with('n') ? DateTimePart::Names::Title : DateTimePart::Names::Upper;
    } else if (integer_components.find(part.component) != std::string_view::npos || part.component == 'Z' || part.component == 'z') {
        std::string picture(presentation);
        if (modifier != 0) picture += std::string(";") + modifier;
        auto integer = IntegerPicture::analyse(picture);
        if (!integer) return integer.error();
        if (narrowest && integer->mandatory_digits() < *narrowest && integer->kind() == IntegerPicture::Kind::Decimal)
            integer->set_mandatory_digits(*narrowest);
        if (part.component == 'Y') {
            const std::size_t digits = integer->mandatory_digits() + integer->optional_digits();
            if (part.widest) {
                part.year_digits = static_cast<int>(*part.widest);
                if (integer->kind() == IntegerPicture::Kind::Decimal) integer->set_mandatory_digits(*part.widest);
            } else if (integer->kind() == IntegerPicture::Kind::Decimal && digits >= 2) {
                part.year_digits = static_cast<int>(std::min<std::size_t>(digits, 100));
            }
        }
        part.integer = *integer;
    }
    return part;
}

}  // namespace

LibraryError DateTimePart::name_refused() const {
    const std::string culprit = quoted(std::string_view(&component, 1));
    return {"D3133", "The 'name' modifier can only be applied to months and days in the date/time picture string, not " + culprit, culprit};
}

Outcome<std::vector<DateTimePart>> date_time_parts(std::string_view picture) {
    std::vector<DateTimePart> parts;
    std::string literal;
    const auto end_literal = [&] {
        if (literal.empty()) return;
        parts.emplace_back().literal = std::move(literal);
        literal.clear();
    };
    for (std::size_t at = 0; at < picture.size();) {
        const bool doubled = at + 1 < picture.size() && picture[at + 1] == picture[at];
        if (picture[at] != '[' || doubled) {
            at += doubled && (picture[at] == '[' || picture[at] == ']') ? 1 : 0;
            literal += picture[at++];
            continue;
        }
        const std::size_t end = picture.find(']', at);
        if (end == std::string_view::npos) return LibraryError{"D3135", "No matching closing bracket ']' in date/time picture string"};
        end_literal();
        std::string text(picture.substr(at + 1, end - at - 1));
        std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; });
        auto part = marker(text);
        if (!part) return part.error();
        // Two numbers side by side: the first takes as many digits as its picture has.
        if (part->integer && !parts.empty() && parts.back().integer && parts.back().integer->mandatory_digits() > 0)
            parts.back().parse_width = parts.back().integer->mandatory_digits();
        parts.push_back(*std::move(part));
        at = end + 1;
    }
    end_literal();
    return parts;
}

}  // namespace pawl::query::jsonata::library
