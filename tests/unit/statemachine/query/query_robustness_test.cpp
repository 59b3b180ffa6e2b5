// Any bytes are answered with a value or a sentence: no crash, no endless loop. The seed is fixed, so a failure repeats.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/choice_rule.hpp"
#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/payload_template.hpp"
#include "statemachine/query/string_pattern.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"

namespace pawl::query {
namespace {

class RandomText {
  public:
    /// Pieces of the language, so that a good part of the texts is nearly right; now and then any byte.
    std::string next() {
        static const std::vector<std::string> pieces = {"$",
                                                        "@",
                                                        ".",
                                                        "..",
                                                        "[",
                                                        "]",
                                                        "(",
                                                        ")",
                                                        "'",
                                                        "\"",
                                                        "*",
                                                        "?",
                                                        ",",
                                                        ":",
                                                        "-",
                                                        " ",
                                                        "0",
                                                        "1",
                                                        "12",
                                                        "&&",
                                                        "||",
                                                        "!",
                                                        "==",
                                                        "!=",
                                                        "<",
                                                        ">=",
                                                        "=~",
                                                        "/",
                                                        "a",
                                                        "ab",
                                                        "items",
                                                        "length",
                                                        "[?(@",
                                                        ")]",
                                                        "\\",
                                                        "States.",
                                                        "[*]",
                                                        "['a']",
                                                        "[0]",
                                                        ".a",
                                                        "..b",
                                                        "@.a",
                                                        "null",
                                                        "true",
                                                        "States.Array(",
                                                        "999999999999",
                                                        "1e5",
                                                        "\xc3\xa9",
                                                        "\xf0"};
        std::string text = pick(4) == 0 ? "" : "$";
        const std::size_t length = pick(12);
        for (std::size_t i = 0; i < length; ++i) text += pick(20) == 0 ? std::string(1, static_cast<char>(pick(256))) : pieces[pick(pieces.size())];
        return text;
    }
    std::size_t pick(std::size_t below) { return random_() % below; }

  private:
    std::mt19937_64 random_{20261122};
};

TEST(QueryRobustness, AnyTextIsAnswered) {
    const FixedScope scope(R"({"a":{"a":[1,"2",null,{"b":true}],"b":"x"},"items":[{"a":1},{"ab":[[]]}],"length":3})", R"({"a":{"a":1}})");
    RandomText texts;
    int compiled = 0, selected = 0, references = 0;
    for (int i = 0; i < 30'000; ++i) {
        const std::string text = texts.next();
        const auto path = Path::compile(text);
        if (path) {
            ++compiled;
            const auto found = path->select(scope.scope());
            if (found) ++selected;
            if (found) {
                EXPECT_FALSE(found->text().empty());
            } else {
                EXPECT_FALSE(found.error().message.empty()) << text;
            }
        } else {
            EXPECT_FALSE(path.error().message.empty()) << text;
            EXPECT_LE(path.error().offset, text.size()) << text;
        }
        if (const auto reference = ReferencePath::compile(text)) {
            ++references;
            const Payload value = *Payload::parse("7");
            if (const auto put = reference->put(scope.scope().input, value)) {
                const auto read = Path::compile(text)->select(*put);
                ASSERT_TRUE(read) << text << ": " << read.error().message;
                EXPECT_EQ(*read, value) << text;
            }
        }
        (void)intrinsics::Call::compile(text);
        if (const auto pattern = StringPattern::compile(text)) pattern->matches("items");
        const json::value rule = json::object{{"Variable", text}, {"StringMatches", text}};
        if (const auto choice = ChoiceRule::compile(rule)) (void)choice->matches(scope.scope());
    }
    // The texts are worth something only if many of them pass the door.
    EXPECT_GT(compiled, 1'000);
    EXPECT_GT(selected, 200);
    EXPECT_GT(references, 100);
}

}  // namespace
}  // namespace pawl::query
