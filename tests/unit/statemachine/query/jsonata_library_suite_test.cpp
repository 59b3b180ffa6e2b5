// The cases of the reference's own suite that are one call with literal arguments, put to the functions directly.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <variant>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/date_time_picture.hpp"
#include "statemachine/query/jsonata/library/integer_picture.hpp"
#include "statemachine/query/jsonata/library/number_picture.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/query/jsonata/library/text.hpp"
#include "statemachine/query/jsonata/library/text_matching.hpp"
#include "statemachine/query/jsonata/library/timestamp.hpp"
#include "statemachine/query/jsonata/library/url.hpp"
#include "statemachine/vocabulary/base64.hpp"
#include "statemachine/vocabulary/utf8.hpp"
#include "tests/source_dir.hpp"

namespace pawl::query::jsonata::library {
namespace {

namespace json = boost::json;

struct Pattern {
    std::string text, flags;
};
using Options = std::vector<std::pair<std::string, std::string>>;
using Argument = std::variant<double, std::string, Pattern, Options>;

/// Reads "$name(1, 'text', /regex/i, {\"k\": \"v\"})" and nothing else.
class CallReader {
  public:
    explicit CallReader(std::string_view text) : rest_(text) {}

    bool read() {
        spaces();
        if (!take('$')) return false;
        while (!rest_.empty() && std::isalnum(static_cast<unsigned char>(rest_[0])) != 0) name += take_any();
        if (!take('(')) return false;
        do {
            spaces();
            if (!argument()) return false;
            spaces();
        } while (take(','));
        if (!take(')')) return false;
        spaces();
        return rest_.empty();
    }

    std::string name;
    std::vector<Argument> arguments;

  private:
    std::string_view rest_;

    void spaces() {
        while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_[0])) != 0) rest_.remove_prefix(1);
    }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    char take_any() {
        const char c = rest_[0];
        rest_.remove_prefix(1);
        return c;
    }
    std::optional<std::string> text() {
        const char quote = rest_.empty() ? '\0' : rest_[0];
        if (quote != '"' && quote != '\'') return std::nullopt;
        rest_.remove_prefix(1);
        std::string out;
        while (!rest_.empty() && rest_[0] != quote) {
            if (rest_[0] != '\\') {
                out += take_any();
                continue;
            }
            rest_.remove_prefix(1);
            const char c = take_any();
            if (c == 'u') {
                auto unit = static_cast<char32_t>(std::stoul(std::string(rest_.substr(0, 4)), nullptr, 16));
                rest_.remove_prefix(4);
                if (unit >= 0xd800 && unit < 0xdc00) {
                    unit =
                        0x10000 + ((unit - 0xd800) << 10) + static_cast<char32_t>(std::stoul(std::string(rest_.substr(2, 4)), nullptr, 16)) - 0xdc00;
                    rest_.remove_prefix(6);
                }
                append_code_point(out, unit);
            } else {
                out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
        }
        return take(quote) ? std::optional(out) : std::nullopt;
    }
    bool argument() {
        if (auto given = text()) {
            arguments.emplace_back(*given);
            return true;
        }
        if (take('/')) {
            Pattern pattern;
            while (!rest_.empty() && rest_[0] != '/') {
                if (rest_[0] == '\\') pattern.text += take_any();
                pattern.text += take_any();
            }
            take('/');
            while (!rest_.empty() && (rest_[0] == 'i' || rest_[0] == 'm')) pattern.flags += take_any();
            arguments.emplace_back(pattern);
            return true;
        }
        if (take('{')) {
            Options options;
            do {
                spaces();
                auto key = text();
                spaces();
                if (!key || !take(':')) return false;
                spaces();
                auto value = text();
                if (!value) return false;
                options.emplace_back(*key, *value);
                spaces();
            } while (take(','));
            arguments.emplace_back(options);
            return take('}');
        }
        std::size_t size = 0;
        while (size < rest_.size() && std::string_view("0123456789.eE+-").find(rest_[size]) != std::string_view::npos) ++size;
        if (size == 0) return false;
        const std::string digits(rest_.substr(0, size));
        char* end = nullptr;
        arguments.emplace_back(std::strtod(digits.c_str(), &end));
        rest_.remove_prefix(size);
        return *end == '\0';
    }
};

/// A result as JSON, "undefined", or an error.
struct Outcomes {
    std::optional<json::value> value;
    std::string code, message;
};

template <class T>
Outcomes of(const Outcome<T>& outcome) {
    if (!outcome) return {std::nullopt, outcome.error().code, outcome.error().message};
    if constexpr (std::is_same_v<T, std::vector<std::string_view>>) {
        json::array pieces;
        for (const auto piece : *outcome) pieces.emplace_back(piece);
        return {json::value(pieces), "", ""};
    } else {
        return {json::value(*outcome), "", ""};
    }
}

Outcomes failed(const LibraryError& error) { return {std::nullopt, error.code, error.message}; }

/// Empty: not a call for this library (other types, defaults from the context).
std::optional<Outcomes> call(const CallReader& read) {
    const auto& arguments = read.arguments;
    const auto count = arguments.size();
    const auto text = [&](std::size_t i) { return i < count ? std::get_if<std::string>(&arguments[i]) : nullptr; };
    const auto number = [&](std::size_t i) { return i < count ? std::get_if<double>(&arguments[i]) : nullptr; };
    const auto pattern = [&](std::size_t i) { return i < count ? std::get_if<Pattern>(&arguments[i]) : nullptr; };
    const auto limit = [&](std::size_t i) { return number(i) != nullptr ? Limit(*number(i)) : Limit(); };
    const std::string& name = read.name;

    if (name == "formatNumber" && number(0) != nullptr && text(1) != nullptr) {
        DecimalFormat format;
        if (const auto* options = count > 2 ? std::get_if<Options>(&arguments[2]) : nullptr) {
            for (const auto& [key, value] : *options) EXPECT_TRUE(format.set(key, value)) << key;
        }
        const auto picture = NumberPicture::compile(*text(1), format);
        if (!picture) return failed(picture.error());
        return Outcomes{json::value(picture->format(*number(0))), "", ""};
    }
    if (name == "formatInteger" && number(0) != nullptr && text(1) != nullptr) {
        const auto picture = IntegerPicture::compile(*text(1));
        return picture ? of(picture->format(*number(0))) : failed(picture.error());
    }
    if (name == "parseInteger" && text(0) != nullptr && text(1) != nullptr) {
        const auto picture = IntegerPicture::compile(*text(1));
        if (!picture) return failed(picture.error());
        const auto parsed = picture->parse(*text(0));
        if (!parsed) return failed(parsed.error());
        return *parsed ? Outcomes{json::value(**parsed), "", ""} : Outcomes{};
    }
    if (name == "fromMillis" && number(0) != nullptr) {
        const auto instant = instant_of_milliseconds(*number(0));
        if (!instant) return failed(instant.error());
        const auto offset = text(2) != nullptr ? parse_offset_minutes(*text(2)) : Outcome<int>(0);
        if (!offset) return failed(offset.error());
        if (count == 1) return Outcomes{json::value(timestamp_text(*instant, *offset)), "", ""};
        const auto picture = DateTimePicture::compile(*text(1));
        return picture ? of(picture->format(*instant, *offset)) : failed(picture.error());
    }
    if (name == "toMillis" && text(0) != nullptr) {
        if (count == 1) {
            const auto instant = parse_timestamp_text(*text(0));
            return instant ? Outcomes{json::value(instant->milliseconds), "", ""} : failed(instant.error());
        }
        const auto picture = DateTimePicture::compile(*text(1), DateTimePicture::Use::Parsing);
        if (!picture) return failed(picture.error());
        const auto parsed = picture->parse(*text(0), Instant{1'700'000'000'000});
        if (!parsed) return failed(parsed.error());
        return *parsed ? Outcomes{json::value((*parsed)->milliseconds), "", ""} : Outcomes{};
    }
    if (name == "number" && count == 1 && text(0) != nullptr) return of(number_of_text(*text(0)));
    if (name == "string" && count == 1 && number(0) != nullptr) return of(string_of_number(*number(0)));
    if (name == "round" && number(0) != nullptr) return Outcomes{json::value(round_half_even(*number(0), count > 1 ? *number(1) : 0)), "", ""};
    if (name == "formatBase" && number(0) != nullptr) return of(format_base(*number(0), count > 1 ? *number(1) : 10));
    if (name == "length" && count == 1 && text(0) != nullptr) return Outcomes{json::value(length(*text(0))), "", ""};
    if (name == "pad" && text(0) != nullptr && number(1) != nullptr)
        return of(pad(*text(0), *number(1), count > 2 ? std::string_view(*text(2)) : " "));
    if (name == "substring" && text(0) != nullptr && number(1) != nullptr)
        return Outcomes{json::value(substring(*text(0), *number(1), limit(2))), "", ""};
    if (name == "substringBefore" && text(0) != nullptr && text(1) != nullptr)
        return Outcomes{json::value(substring_before(*text(0), *text(1))), "", ""};
    if (name == "substringAfter" && text(0) != nullptr && text(1) != nullptr)
        return Outcomes{json::value(substring_after(*text(0), *text(1))), "", ""};
    if (name == "trim" && text(0) != nullptr) return Outcomes{json::value(trim(*text(0))), "", ""};
    if (name == "uppercase" && text(0) != nullptr) return Outcomes{json::value(uppercase(*text(0))), "", ""};
    if (name == "lowercase" && text(0) != nullptr) return Outcomes{json::value(lowercase(*text(0))), "", ""};
    if (name == "encodeUrl" && text(0) != nullptr) return of(encode_url(*text(0)));
    if (name == "encodeUrlComponent" && text(0) != nullptr) return of(encode_url_component(*text(0)));
    if (name == "decodeUrl" && text(0) != nullptr) return of(decode_url(*text(0)));
    if (name == "decodeUrlComponent" && text(0) != nullptr) return of(decode_url_component(*text(0)));
    if (name == "base64encode" && text(0) != nullptr) return Outcomes{json::value(base64_encode(*text(0))), "", ""};
    if (name == "base64decode" && text(0) != nullptr) return Outcomes{json::value(lenient_utf8(base64_decode(*text(0)).value())), "", ""};

    const bool limited = count <= 2 || limit(count - 1).has_value();
    if (pattern(1) != nullptr && text(0) != nullptr) {
        const auto expression = RegularExpression::compile(pattern(1)->text, pattern(1)->flags);
        if (!expression) return failed(expression.error());
        if (name == "contains") return of(contains(*text(0), *expression));
        if (name == "split" && limited) return of(split(*text(0), *expression, limit(2)));
        if (name == "replace" && text(2) != nullptr) return of(replace(*text(0), *expression, *text(2), limit(3)));
    }
    if (text(0) != nullptr && text(1) != nullptr) {
        if (name == "contains") return Outcomes{json::value(contains(*text(0), *text(1))), "", ""};
        if (name == "split" && limited) return of(split(*text(0), *text(1), limit(2)));
        if (name == "replace" && text(2) != nullptr && (count == 3 || number(3) != nullptr))
            return of(replace(*text(0), *text(1), *text(2), limit(3)));
    }
    return std::nullopt;
}

bool same(const json::value& a, const json::value& b) {
    if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    if (!a.is_array() || !b.is_array()) return a == b;
    if (a.get_array().size() != b.get_array().size()) return false;
    for (std::size_t i = 0; i < a.get_array().size(); ++i) {
        if (!same(a.get_array()[i], b.get_array()[i])) return false;
    }
    return true;
}

TEST(JsonataLibrarySuite, CallsWithLiteralArguments) {
    const std::filesystem::path path = pawl::source_dir() + "/../shared/jsonata/cases.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    std::map<std::string, int> seen;
    int calls = 0;
    const json::value cases = json::parse(text.str());
    for (const json::value& item : cases.as_array()) {
        const json::object& given = item.as_object();
        const std::string expression(given.at("expr").as_string());
        CallReader read(expression);
        if (!read.read()) continue;
        const auto got = call(read);
        // A code of the evaluator's own, such as a signature's, is not asked of the library.
        const auto code_due = given.contains("code")    ? std::string(given.at("code").as_string())
                              : given.contains("error") ? std::string(given.at("error").as_object().at("code").as_string())
                                                        : std::string();
        if (!got || code_due.starts_with('T')) continue;
        ++calls;
        ++seen[read.name];
        EXPECT_EQ(got->code, code_due) << expression << ": " << got->message;
        if (given.contains("error") && given.at("error").as_object().contains("message")) {
            EXPECT_EQ(got->message, given.at("error").as_object().at("message").as_string()) << expression;
        }
        if (given.contains("undefinedResult")) {
            EXPECT_FALSE(got->value) << expression;
        }
        if (given.contains("result")) {
            ASSERT_TRUE(got->value || !got->code.empty()) << expression << " gave nothing, due is " << json::serialize(given.at("result"));
            if (!got->value) continue;
            EXPECT_TRUE(same(*got->value, given.at("result")))
                << expression << " gave " << json::serialize(*got->value) << ", due is " << json::serialize(given.at("result"));
        }
    }
    // So that a reader that stops understanding the suite is noticed.
    EXPECT_GE(calls, 400) << "cases that were put to the library";
    for (const char* name : {"formatNumber", "formatInteger", "parseInteger", "fromMillis", "toMillis", "replace", "split", "round", "number"})
        EXPECT_GE(seen[name], 5) << name;
}

}  // namespace
}  // namespace pawl::query::jsonata::library
