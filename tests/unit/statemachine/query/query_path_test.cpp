#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/evaluator.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"
#include "tests/unit/statemachine/query/shared_data.hpp"

namespace pawl::query {
namespace {

Payload parsed(const std::string& text) {
    auto payload = Payload::parse(text);
    EXPECT_TRUE(payload) << text;
    return payload ? *payload : Payload();
}

Path path(const std::string& text) {
    auto compiled = Path::compile(text);
    EXPECT_TRUE(compiled) << text << ": " << (compiled ? "" : compiled.error().message);
    return *compiled;
}

std::string miss(const std::string& text, const std::string& input) {
    const auto found = path(text).select(parsed(input));
    return found ? "found " + found->text() : found.error().message;
}

/// The outcome of one selector in the dialect: the JSON text, or "error: …".
std::string outcome(std::string_view selector, const Payload& document) {
    const auto steps = jsonpath::compile_steps(selector);
    if (!steps) return "error: " + steps.error().message;
    const auto selection = jsonpath::evaluate(*steps, document.value());
    if (!selection) return "error: " + selection.error().message;
    if (steps->definite) return to_json(*selection->values.back());
    json::array all;
    for (const json::value* value : selection->values) all.push_back(*value);
    return to_json(json::value(std::move(all)));
}

TEST(Path, SelectsWithoutCopying) {
    const Payload input = parsed(R"({"a":{"b":[{"c":7},8]}})");
    const auto found = path("$.a.b[0].c").select(input);
    ASSERT_TRUE(found);
    EXPECT_EQ(&found->value(), &input.value().at("a").at("b").at(0).at("c"));
    EXPECT_TRUE(path("$").select(input)->is_same(input));
}

TEST(Path, TellsItsForm) {
    EXPECT_TRUE(path("$$").is_whole());
    EXPECT_EQ(path("$$.Execution.Id").root(), PathRoot::Context);
    EXPECT_EQ(path("$.x").root(), PathRoot::Input);
    EXPECT_TRUE(path("$.x[0]").is_definite());
    EXPECT_FALSE(path("$.x[*]").is_definite());
    EXPECT_FALSE(path("$..x").is_definite());
    EXPECT_EQ(path("$$.Execution.Id").text(), "$$.Execution.Id");
}

TEST(Path, SaysWhatIsMissingInJaywaysWords) {
    EXPECT_EQ(miss("$.NoSuchInputPath", R"({"a":1})"), "No results for path: $['NoSuchInputPath']");
    EXPECT_EQ(miss("$.no.such.result.path", R"({"a":1})"), "Missing property in path $['no']");
    EXPECT_EQ(miss("$.a.b", R"({"a":1})"), "Property ['b'] not found in path $['a']");
    EXPECT_EQ(miss("$.a[3]", R"({"a":[1]})"), "Index out of bounds when evaluating path $['a'][3]");
}

TEST(Path, NamesInBracketsAreVerbatim) {
    // Recorded: ESCAPE_SEQUENCES_JSONPATH.
    const Payload input = parsed(R"({"Test\\\"\"Name\"":"Value\"\\"})");
    const auto found = path(R"($['Test\""Name"'])").select(input);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->text(), R"("Value\"\\")");
}

TEST(Path, RefusesWhatIsNoPath) {
    for (const char* text : {"", "a", "x.y", "$.", "$.a..", "$.a[", "$.a[x]", "$.a b", "$[\"a\"]", "$.a[::2]", "$.a[?()]", "$.a[?(@.b >)]", "$$x"}) {
        EXPECT_FALSE(Path::compile(text)) << text;
    }
    EXPECT_FALSE(Path::compile("$1"));
    EXPECT_FALSE(Path::compile("$a-b"));
}

// Jayway's recordings (below) say far more, but are not always there.
TEST(Path, SpeaksTheDialect) {
    const Payload document = parsed(R"({"a":[{"k":1,"n":null},{"k":2},{"k":3,"s":"x"}],"o":{"b":{"c":1,"d":2}},"t":["x","y"]})");
    const std::pair<const char*, const char*> lines[] = {{"$.o.b.c", "1"},
                                                         {"$.o['b']['d']", "2"},
                                                         {"$.o.b['c','d']", R"({"c":1,"d":2})"},
                                                         {"$.o.*.c", "[1]"},
                                                         {"$..c", "[1]"},
                                                         {"$..k", "[1,2,3]"},
                                                         {"$.a[*].k", "[1,2,3]"},
                                                         {"$.a[*].s", R"(["x"])"},
                                                         {"$.none[*]", "[]"},
                                                         {"$.a[0,2].k", "[1,3]"},
                                                         {"$.a[1:].k", "[2,3]"},
                                                         {"$.a[:-1].k", "[1,2]"},
                                                         {"$.a[0:2].k", "[1,2]"},
                                                         {"$.a[1:9].k", "[2,3]"},
                                                         {"$.a[-2:].k", "[2,3]"},
                                                         {"$.a[-5:].k", "[1,2,3]"},
                                                         {"$.a[(@.length-1)].k", "3"},
                                                         {"$.a[?(@.s)].k", "[3]"},
                                                         {"$.a[?(@.k > 1 && @.k < 3)].k", "[2]"},
                                                         {"$.a[?(@.k <= 1 || @.k >= 3)].k", "[1,3]"},
                                                         {"$.a[?(@.k != 2)].k", "[1,3]"},
                                                         {"$.a[?(@.s == 'x')].k", "[3]"},
                                                         {"$.a[?(@.s =~ /X/i)].k", "[3]"},
                                                         {"$.a[?(@.n == null)].k", "[1]"},
                                                         {"$.a[?(@.n != null)].k", "[]"},
                                                         {"$.t[1]", R"("y")"}};
    for (const auto& [selector, found] : lines) EXPECT_EQ(outcome(selector, document), found) << selector;
    for (const char* selector : {"$.a[-1]", "$.a[3]", "$.o.none", "$.t.x", "$.a.length()"}) {
        EXPECT_TRUE(outcome(selector, document).starts_with("error: ")) << selector;
    }
}

TEST(Path, ReadsVariables) {
    EXPECT_EQ(path("$answer").root(), PathRoot::Variable);
    EXPECT_EQ(path("$answer").variable(), "answer");
    EXPECT_TRUE(path("$answer").is_whole());
    EXPECT_EQ(path("$_x1.a[0]").variable(), "_x1");
    EXPECT_EQ(path("$.x").variable(), "");
    FixedScope scope(R"({"x":1})");
    scope.assign("answer", R"({"list":[{"n":42}],"x":2})");
    const auto at = [&](const char* text) {
        const auto found = path(text).select(scope.scope());
        return found ? found->text() : found.error().message;
    };
    EXPECT_EQ(at("$answer.list[0].n"), "42");
    EXPECT_EQ(at("$answer..n"), "[42]");
    EXPECT_EQ(at("$answer"), R"({"list":[{"n":42}],"x":2})");
    EXPECT_EQ(at("$answer.no"), "No results for path: $['no']");
    EXPECT_EQ(at("$other.x"), "The variable 'other' has not been assigned");
    EXPECT_EQ(path("$other").find(scope.scope()), nullptr);
    EXPECT_FALSE(ReferencePath::compile("$answer.x"));
}

TEST(Path, DeepNestingOfFiltersIsRefusedNotFatal) {
    std::string text = "$";
    for (int i = 0; i < 5000; ++i) text += "[?(@";
    EXPECT_FALSE(Path::compile(text));
    std::string closed = "@.a";
    for (int i = 0; i < 40; ++i) closed = "@[?(" + closed + ")]";
    EXPECT_FALSE(Path::compile("$" + closed.substr(1)));
    EXPECT_FALSE(Path::compile("$[?(" + std::string(100000, '(') + "]"));
}

TEST(Path, AnExplodingPathStopsWithASentence) {
    // Every further scan multiplies the visits; the count stops it long before the memory does.
    std::string document = "1";
    for (int i = 0; i < 100; ++i) document = "[" + document + "]";
    const std::string answer = miss("$..*..*..*..*..*..none", document);
    EXPECT_TRUE(answer.starts_with("The path takes more than")) << answer.substr(0, 80);
}

TEST(Path, HostilePathsEndInASentence) {
    const std::string nested = [] {
        std::string text = "\"" + std::string(100'000, 'x') + "\"";
        for (int i = 0; i < 300; ++i) text = "[" + text + "]";
        return text;
    }();
    EXPECT_TRUE(miss("$..*..*", nested).starts_with("The path selects more than 64 MiB"));
    // A step that doesn't go down.
    std::string filters = "$";
    for (int i = 0; i < 100'000; ++i) filters += "[?(@.a)]";
    const auto endless = Path::compile(filters);
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().message, "The path has more than 1000 steps");
    // Filters that look at the whole input for every item.
    std::string list = R"({"big":")" + std::string(100'000, 'x') + R"(","list":[0)";
    for (int i = 1; i < 20'000; ++i) list += "," + std::to_string(i);
    list += "]}";
    EXPECT_TRUE(miss("$.list[?($ =~ /y/)]", list).starts_with("The filter takes more than 5000000 steps"));
    EXPECT_TRUE(miss("$.list[?(@ == $.big)]", list).find("in the filter is no number") != std::string::npos);
    EXPECT_TRUE(miss("$.list[?($['big','list'] == 1)]", list).starts_with("The filter takes more than 5000000 steps"));
}

TEST(Path, ObservedOnAws) {
    const auto data = shared_json("jsonpath/aws-observed.json");
    if (!data) GTEST_SKIP() << "../shared/jsonpath is not there";
    int count = 0;
    for (const json::value& test : data->value().at("cases").as_array()) {
        const std::string selector(test.at("selector").as_string());
        const auto compiled = Path::compile(selector);
        const auto found = compiled ? compiled->select(Payload::from_value(test.at("document"))) : Result<Payload, PathMiss>(PathMiss{"compile"});
        if (test.as_object().contains("expectedError")) {
            EXPECT_FALSE(found) << selector << " gave " << found->text();
        } else {
            ASSERT_TRUE(found) << selector << ": " << found.error().message;
            EXPECT_EQ(*found, Payload::from_value(test.at("expected"))) << selector;
        }
        ++count;
    }
    EXPECT_EQ(count, 24);
    if (!HasFailure()) tell_share("jsonpath: what AWS was seen to do", count, count);
}

/// Runs the recordings of Jayway 2.0.0 and tells how many agree: same value, or both refuse.
struct Agreement {
    int cases = 0, agree = 0, messages = 0, same_message = 0;
    std::string differences;
};

void compare(const json::value& test, const Payload& document, Agreement& agreement) {
    const std::string selector(test.at("selector").as_string());
    const std::string got = outcome(selector, document);
    ++agreement.cases;
    const bool refused = got.starts_with("error: ");
    if (test.as_object().contains("error")) {
        agreement.agree += refused;
        if (!refused) agreement.differences += selector + " should fail, gave " + got.substr(0, 100) + "\n";
        if (test.at("error") != "PathNotFound") return;
        ++agreement.messages;
        const std::string wanted(test.at("message").as_string());
        if (got == "error: " + wanted) {
            ++agreement.same_message;
        } else {
            agreement.differences += selector + " wants '" + wanted + "', says " + got.substr(0, 150) + "\n";
        }
        return;
    }
    const bool same = !refused && parsed(got) == Payload::from_value(test.at("result"));
    agreement.agree += same;
    if (!same) agreement.differences += selector + " wants " + to_json(test.at("result")).substr(0, 150) + ", gave " + got.substr(0, 150) + "\n";
}

TEST(Path, AgreesWithJaywayOnStepFunctionsSelectors) {
    const auto data = shared_json("jsonpath/golden-jayway-2.0.0-sfn.json");
    if (!data) GTEST_SKIP() << "../shared/jsonpath is not there";
    const Payload document = Payload::from_value(data->value().at("document"));
    Agreement agreement;
    for (const json::value& test : data->value().at("cases").as_array()) compare(test, document, agreement);
    EXPECT_EQ(agreement.cases, 222);
    EXPECT_EQ(agreement.agree, 222) << agreement.differences;
    tell_share("jsonpath: Jayway 2.0.0, selectors as in state machines", agreement.agree, agreement.cases);
    EXPECT_EQ(agreement.same_message, agreement.messages) << agreement.differences;
}

TEST(Path, AgreesWithJaywayOnItsOwnSelectors) {
    const auto data = shared_json("jsonpath/golden-jayway-2.0.0-own-tests.json");
    const auto documents = shared_json("jsonpath/jayway-documents.json");
    if (!data || !documents) GTEST_SKIP() << "../shared/jsonpath is not there";
    Agreement agreement;
    for (const json::value& test : data->value().at("cases").as_array()) {
        compare(test, Payload::from_value(documents->value().at("documents").at(test.at("document").as_string())), agreement);
    }
    EXPECT_EQ(agreement.cases, 4068);
    // The rest is listed and explained in jayway_differences.md.
    EXPECT_EQ(agreement.agree, 4044) << agreement.differences;
    tell_share("jsonpath: Jayway 2.0.0, the selectors of its own tests", agreement.agree, agreement.cases);
    EXPECT_EQ(agreement.same_message, agreement.messages) << agreement.differences;
}

}  // namespace
}  // namespace pawl::query
