#include <algorithm>
#include <span>

#include "statemachine/query/jsonata/library/case_table.hpp"
#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/text.hpp"

namespace pawl::query::jsonata::library {

namespace {

char32_t mapped(char32_t point, std::span<const CaseRun> runs) {
    auto run = std::upper_bound(runs.begin(), runs.end(), point, [](char32_t wanted, const CaseRun& candidate) { return wanted < candidate.first; });
    // Two runs of every second character may be interleaved: the one before may hold it, too.
    for (int tries = 0; tries < 2 && run != runs.begin(); ++tries) {
        --run;
        if (point >= run->first && point <= run->last && (point - run->first) % static_cast<char32_t>(run->stride) == 0)
            return static_cast<char32_t>(static_cast<std::int64_t>(point) + run->distance);
    }
    return point;
}

char32_t to_upper(char32_t point) {
    if (point < 0x80) return point >= 'a' && point <= 'z' ? point - 'a' + 'A' : point;
    return mapped(point, upper_runs);
}

char32_t to_lower(char32_t point) {
    if (point < 0x80) return point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
    return mapped(point, lower_runs);
}

bool has_case(char32_t point) { return to_upper(point) != point || to_lower(point) != point; }

}  // namespace

std::string uppercase(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (; !text.empty(); text.remove_prefix(character_length(text))) {
        const char32_t point = first_code_point(text);
        const auto expansion = std::lower_bound(upper_expansions.begin(), upper_expansions.end(), point,
                                                [](const CaseExpansion& candidate, char32_t wanted) { return candidate.point < wanted; });
        if (point >= 0x80 && expansion != upper_expansions.end() && expansion->point == point) {
            out += expansion->text;
        } else {
            append_code_point(out, to_upper(point));
        }
    }
    return out;
}

std::string lowercase(std::string_view text) {
    constexpr char32_t capital_sigma = 0x3a3, final_sigma = 0x3c2, dotted_capital_i = 0x130;
    std::string out;
    out.reserve(text.size());
    bool in_word = false;
    while (!text.empty()) {
        const char32_t point = first_code_point(text);
        text.remove_prefix(character_length(text));
        if (point == capital_sigma && in_word && (text.empty() || !has_case(first_code_point(text)))) {
            append_code_point(out, final_sigma);
        } else if (point == dotted_capital_i) {
            out += "i\u0307";
        } else {
            append_code_point(out, to_lower(point));
        }
        in_word = has_case(point);
    }
    return out;
}

}  // namespace pawl::query::jsonata::library
