// JSONata in Step Functions' dialect: its own functions, its limits, what hostile expressions end in, what is not copied.
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "statemachine/query/jsonata/expression.hpp"

namespace pawl::query::jsonata {
namespace {

class States : public Bindings {
  public:
    explicit States(const char* input) : input_(*Payload::parse(input)) {}
    const Payload* find(std::string_view name) const override {
        if (name == "x") return &input_;
        ++whole_;
        return nullptr;
    }
    Member member(std::string_view name, std::string_view member) const override {
        if (name != "states") return {};
        return {true, member == "input" ? &input_ : nullptr};
    }
    const Payload& input() const { return input_; }
    int whole() const { return whole_; }

  private:
    Payload input_;
    mutable int whole_ = 0;
};

Result<std::optional<Payload>, EvaluationError> evaluate(const std::string& text, const char* input = "{}", Limits limits = {},
                                                         Dialect dialect = Dialect::StepFunctions) {
    const auto expression = Expression::compile(text, dialect);
    if (!expression) return EvaluationError{expression.error().code, expression.error().message, {}, {}, {}, 0};
    const States states(input);
    Scope scope;
    scope.bindings = &states;
    scope.now = Instant{1'790'000'000'123};
    scope.entropy = 42;
    scope.limits = limits;
    return expression->evaluate(scope);
}

// The result as JSON, "undefined", or the error as AWS shows it.
std::string shown(const std::string& text, const char* input = "{}", Limits limits = {}, Dialect dialect = Dialect::StepFunctions) {
    const auto result = evaluate(text, input, limits, dialect);
    if (!result) return (result.error().code.empty() ? "" : result.error().code + ": ") + result.error().message;
    return *result ? (*result)->text() : "undefined";
}

const std::string too_deep = "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.";
const std::string too_much = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
const std::string too_long = "Expression evaluation timeout: Check for infinite loop";

std::string repeated(const std::string& piece, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += piece;
    return out;
}

TEST(Jsonata, StepFunctionsOwnFunctions) {
    EXPECT_EQ(shown("$range(0, 6, 2)"), "[0,2,4,6]");
    EXPECT_EQ(shown("$range(-1.7, 2, 1)"), "[-1,0,1,2]");
    EXPECT_EQ(shown("$range(1, 9, 9)"), "1");
    EXPECT_EQ(shown("$range(9, 1, -4)"), "[9,5,1]");
    EXPECT_EQ(shown("$count($range(1, 200000, 1))"), "200000");
    EXPECT_EQ(shown("$partition([0], 1)"), "[[0]]");
    EXPECT_EQ(shown("$partition([0,1,2], 2)"), "[[0,1],[2]]");
    EXPECT_EQ(shown("$partition([0,1], -1)").substr(0, 5), "U1006");
    EXPECT_EQ(shown("$random(42)"), "0.7275636800328681");
    EXPECT_EQ(shown("$random() < 1 and $random() >= 0"), "true");
    EXPECT_EQ(shown("$length($uuid())"), "36");
    EXPECT_EQ(shown("$uuid() = $uuid()"), "false");
    EXPECT_EQ(shown("$hash('a', 'MD5')"), "\"0cc175b9c0f1b6a831c399e269772661\"");
    EXPECT_EQ(shown("$parse('[1, 2, {\"a\": -0}]')"), "[1,2,{\"a\":0}]");
    EXPECT_EQ(shown("$parse('{\"a\": [1,2]}').a[1]"), "2");
    EXPECT_EQ(shown("$eval('1')"), "T1006: Attempted to invoke a non-function");
    EXPECT_EQ(shown("$now()"), "\"2026-09-21T14:13:20.123Z\"");
    EXPECT_EQ(shown("$millis()"), "1790000000123");
    EXPECT_EQ(shown("[1/0]"), "[\"Infinity\"]");
}

TEST(Jsonata, ReferenceDialectHasOnlyItsOwn) {
    EXPECT_EQ(shown("$uuid()", "{}", {}, Dialect::Reference), "T1006: Attempted to invoke a non-function");
    EXPECT_EQ(shown("$random(42)", "{}", {}, Dialect::Reference).substr(0, 5), "T0410");
}

TEST(Jsonata, MessagesAreTheReferences) {
    EXPECT_EQ(shown("$states.input.value + 1", R"({"value": "a"})"), "T2001: The left side of the \"+\" operator must evaluate to a number");
    EXPECT_EQ(shown("$nothing()"), "T1006: Attempted to invoke a non-function");
    EXPECT_EQ(shown("$uppercase(1)"), "T0410: Argument 1 of function \"uppercase\" does not match function signature");
    EXPECT_EQ(shown("$sum(['a'])"), "T0412: Argument 1 of function \"sum\" must be an array of \"numbers\"");
    EXPECT_EQ(shown("1 < 'a'"), "T2009: The values 1 and \"a\" either side of operator \"<\" must be of the same data type");
    EXPECT_EQ(shown("[1,2)"), "S0202: Expected \"]\", got \")\"");
    EXPECT_EQ(shown("(1"), "S0203: Expected \")\" before end of expression");
    EXPECT_EQ(shown("$error('no')"), "D3137: no");
}

TEST(Jsonata, LookingIntoAnInputCopiesNothing) {
    const States states(R"({"a": {"b": [1.00, 123456789012345678901234567890]}})");
    const auto expression = Expression::compile("$states.input.a");
    Scope scope;
    scope.bindings = &states;
    const auto result = expression->evaluate(scope);
    EXPECT_EQ(&(*result)->value(), &states.input().value().get_object().at("a"));
    EXPECT_EQ((*result)->text(), R"({"b":[1.0,123456789012345678901234567890]})");
    EXPECT_EQ(states.whole(), 0) << "$states was asked for whole";
    EXPECT_EQ(shown("{'n': $states.input.a}", R"({"a": 12345678901234567890})"), R"({"n":12345678901234567890})") << "rounded on the way";
}

TEST(Jsonata, ResultsOutliveTheScope) {
    std::optional<Payload> kept;
    {
        const States states(R"({"a": ["x", "y"]})");
        Scope scope;
        scope.bindings = &states;
        kept = *Expression::compile("$states.input.a")->evaluate(scope);
    }
    EXPECT_EQ(kept->text(), R"(["x","y"])");
    EXPECT_EQ(shown("$parse('[1,[2,3]]')[1]"), "[2,3]");
}

TEST(Jsonata, VariablesHideBuiltInFunctions) {
    EXPECT_EQ(shown("$x", "[1,2]"), "[1,2]");
    EXPECT_EQ(shown("($sum := 5; $sum + 1)"), "6");
    EXPECT_EQ(shown("($f := function($x){ $y := $x; $y * 2 }; $f(2))").substr(0, 5), "S0202");
    EXPECT_EQ(shown("($y := 1; $f := function(){ $y }; $y := 2; $f())"), "2");
    EXPECT_EQ(shown("($y := 1; ($z := $y; $y := 2; [$z, $y]))"), "[1,2]");
    EXPECT_EQ(shown("([1..3].($i := $; function(){ $i })) ~> $map(function($f){ $f() })"), "[1,2,3]");
    EXPECT_EQ(shown("($fs := [1..3].($i := $; function(){ $i }); $map($fs, function($f){ $f() }))"), "[1,2,3]");
    EXPECT_EQ(shown("[1..3].($d := $ * 2; $ > 1 ? ($e := $d; $e) : $e)"), "[4,6]");
}

TEST(Jsonata, References) {
    const auto references = [](const char* text) { return Expression::compile(text)->references(); };
    EXPECT_EQ(references("$states.input.a + $x & $states.context.b.c").variables,
              (std::vector<VariableReference>{{"states", "input"}, {"x", ""}, {"states", "context"}}));
    EXPECT_EQ(references("$sum($x.items.price)").variables, (std::vector<VariableReference>{{"x", "items"}}));
    EXPECT_TRUE(references("($y := 1; function($z){ $z + $y })").variables.empty());
    EXPECT_EQ(references("phone.number & $uppercase(name)").top_level_names, (std::vector<std::string>{"phone", "name"}));
    EXPECT_TRUE(references("$states.input.items[price > 1].{'a': name}^(b){c: d}").top_level_names.empty());
    EXPECT_TRUE(references("$.a").context);
    EXPECT_FALSE(references("$states.input[$ > 1].$").context);
    EXPECT_TRUE(references("$x[$$ > 1]").root);
}

TEST(JsonataLimits, DepthIsCountedAsTheReferenceDoes) {
    EXPECT_EQ(shown("1" + repeated("+1", 99)), "100");
    EXPECT_EQ(shown("1" + repeated("+1", 100)), too_deep);
    EXPECT_EQ(shown("1" + repeated("+1", 199)), too_deep);
    EXPECT_EQ(shown("($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(1000000))"), too_deep);
    EXPECT_EQ(shown("($f := function($n){ $n = 0 ? 'done' : $f($n - 1) }; $f(100000))"), "\"done\"");
    EXPECT_EQ(shown("($e := function($n){ $n = 0 ? true : $o($n - 1) }; $o := function($n){ $n = 0 ? false : $e($n - 1) }; $e(100001))"), "false");
}

TEST(JsonataLimits, EndlessLoopsRunOutOfFuel) {
    Limits little;
    little.fuel = 1'000'000;
    EXPECT_EQ(shown("($f := function(){ $f() }; $f())", "{}", little), too_long);
    EXPECT_EQ(shown("$reduce([1..800000], function($a, $i){ $a + $count([1..800000][$ > $i]) })", "{}", little), too_long);
    EXPECT_EQ(shown("[1..800000].([1..800000])", "{}", little), too_long);
}

// Work that no node stands for uses fuel, too: calls of built-in functions, truths of long lists, long texts.
TEST(JsonataLimits, EverythingCostsFuel) {
    Limits little;
    little.fuel = 1'000'000;
    EXPECT_EQ(shown("($l := [1..1000]; $count($map($l, function($x){ $map($l, $count) })))", "{}", little), too_long);
    EXPECT_EQ(shown("($l := [1..1000].(0); $count($map([1..2000], function($x){ $boolean($l) })))", "{}", little), too_long);
    EXPECT_EQ(shown("($t := $pad('', 200000, 'a'); $count([1..1000][$t = $t]))", "{}", little), too_long);
    EXPECT_EQ(shown("($t := $pad('', 200000, 'a'); $count([1..1000].($uppercase($t))))", "{}", little), too_long);
    EXPECT_EQ(shown("$zip(" + repeated("1,", 20'000) + "1)", "{}", little), too_long);
}

TEST(JsonataLimits, ManyNames) {
    std::string many;
    for (int i = 0; i < 30'000; ++i) many += "$v" + std::to_string(i) + ":=" + std::to_string(i) + ";";
    EXPECT_EQ(shown("(" + many + "$v29999)"), "29999");
    many.clear();
    for (int i = 0; i < 30'000; ++i) many += "$w" + std::to_string(i) + ",";
    EXPECT_EQ(shown("[" + many + "1]"), "[1]");
}

TEST(JsonataLimits, Memory) {
    EXPECT_EQ(shown("$count([1..873782])"), "873782");
    EXPECT_EQ(shown("$count([1..873783])"), too_much);
    EXPECT_EQ(shown("[1..10000000]"), too_much);
    EXPECT_EQ(shown("[1..10000001]").substr(0, 5), "D2014");
    const std::string doubling = "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', ";
    EXPECT_EQ(shown(doubling + "22)))"), "4194304");
    EXPECT_EQ(shown(doubling + "30)))"), too_much);
    EXPECT_EQ(shown("($f := function($s, $n){ $n = 0 ? $s : $f($append($s, $s), $n - 1) }; $count($f([1], 40)))"), too_much);
    EXPECT_EQ(shown("($f := function($s, $n){ $n = 0 ? $s : $f([[$s], [$s]], $n - 1) }; $f(1, 30))"), too_much);
    EXPECT_EQ(shown("($f := function($s, $n){ $n = 0 ? $s : $f([[$s], [$s]], $n - 1) }; $length($string($f(1, 30))))"), too_much);
    EXPECT_EQ(shown("$length($pad('', 262144))"), "262144");
    EXPECT_EQ(shown("$pad('', 262145)"), too_much);
    EXPECT_EQ(shown("$length($reduce([1..100000], function($a, $i){ $a & 'x' }, ''))"), "100000") << "each step copied what was there";
    EXPECT_EQ(shown("$count($reduce([1..100000], function($a, $i){ $append($a, $i) }, []))"), "100000") << "each step copied what was there";
}

TEST(JsonataLimits, NestedDataIsNotFollowedForEver) {
    const std::string nested = "$reduce([1..100000], function($a, $i){ [[$a]] })";
    for (const std::string use :
         {"", "$string(@)", "$boolean(@)", "@.a", "@ = @", "$distinct([@, @])", "@.**", "@.*", "$keys(@)", "$spread(@)", "@ ~> |$|{}|"}) {
        std::string text = "($n := " + nested + "; " + (use.empty() ? "$n" : use) + ")";
        for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) text.replace(at, 1, "$n");
        const auto result = evaluate(text);
        EXPECT_TRUE(!result || !*result || !(*result)->text().empty()) << text;
    }
}

TEST(JsonataLimits, HostileTexts) {
    for (const char* piece : {"(",        "[",     "{",     "-",      "$f(", "a[",    "|",  "function($x){", "{'a':", "a ? ",
                              "a ? b : ", "a ?? ", "a ?: ", "$x := ", "a.",  "a ~> ", "%.", "**.",           "^(",    "a^("}) {
        EXPECT_FALSE(evaluate(repeated(piece, 100'000)).has_value()) << piece;
    }
    EXPECT_EQ(shown(repeated("(", 100'000)).substr(0, 5), "U1004");
    EXPECT_EQ(shown("1" + repeated("+1", 100'000)).substr(0, 5), "U1004");
    EXPECT_EQ(shown("a" + repeated(".a", 100'000)).substr(0, 5), "U1004");
    EXPECT_EQ(shown(repeated("(", 300) + "1" + repeated(")", 300)), too_deep);
    EXPECT_EQ(shown(std::string(1'000'000, 'a')), "undefined");
    EXPECT_EQ(shown("[" + repeated("'\\n',", 50'000) + "1][-1]"), "1");
    for (const char* text : {"",   " ",         "/*", "'",  "\"", "`", "/", "/a", "\\", "'\\", "'\\u12", "$",     "$$", "{",
                             "a[", "function(", "λ",  "λ(", "?",  "@", "#", "a#", "a@", "0..", "[1..",   "1e999", "..", "%"}) {
        evaluate(text);
    }
}

TEST(JsonataLimits, CatastrophicPatternsAreLinear) {
    EXPECT_EQ(shown("$contains($pad('', 100000, 'a') & 'b', /^(a+)+$/)"), "false");
    EXPECT_EQ(shown("$match($pad('', 20000, 'a'), /(a*)*b/)"), "undefined");
}

TEST(JsonataLimits, ContradictoryComparisonsSortSomehow) {
    EXPECT_EQ(shown("$count($sort([1..1000], function($a, $b){ true }))"), "1000");
    EXPECT_EQ(shown("$count($sort([1..1000], function($a, $b){ $random() > 0.5 }))"), "1000");
    EXPECT_EQ(shown("$sort([3,1,2], function($a, $b){ $a.x.y })"), "[3,1,2]");
    EXPECT_EQ(shown("$sort([1,2], function($a, $b){ $nothing() })"), "T1006: Attempted to invoke a non-function");
}

// What the reference decides about lone surrogates: a text may hold one, but it has no URL form. JSON cannot hold one in UTF-8, so it is shown as
// U+FFFD.
TEST(Jsonata, LoneSurrogates) {
    for (const std::string name : {"encodeUrl", "encodeUrlComponent"}) {
        for (const std::string lone : {"\\ud800", "\xED\xA0\x80"}) {
            const auto result = evaluate("$" + name + "('" + lone + "')", "{}", {}, Dialect::Reference);
            ASSERT_FALSE(result.has_value());
            EXPECT_EQ(result.error().code, "D3140");
            EXPECT_EQ(result.error().function_name, name);
        }
    }
    EXPECT_EQ(shown("'a\\ud800b'"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x62\"");
    EXPECT_EQ(shown("'\\ud83d\\ude00'"), "\"\xF0\x9F\x98\x80\"");
}

}  // namespace
}  // namespace pawl::query::jsonata
