// The rules of JSONata's language, one expression a line: what binds how, what an array is, who sees a variable, which error it is. The reference's
// own suite (jsonata_suite_test.cpp) says far more, but is not always there.
#include <gtest/gtest.h>

#include <string>

#include "statemachine/query/jsonata/expression.hpp"

namespace pawl::query::jsonata {
namespace {

const char* const orders =
    R"({"orders":[{"id":"o1","lines":[{"sku":"a","n":1},{"sku":"b","n":2}]},{"id":"o2","lines":[{"sku":"a","n":5}]}],"one":[7]})";

class Input : public Bindings {
  public:
    const Payload* find(std::string_view name) const override { return name == "in" ? &input_ : nullptr; }
    Member member(std::string_view, std::string_view) const override { return {}; }

  private:
    Payload input_ = *Payload::parse(orders);
};

/// The result as JSON, "undefined", or the error's code.
std::string result(const std::string& text) {
    const auto expression = Expression::compile(text, Dialect::StepFunctions);
    if (!expression) return expression.error().code;
    const Input input;
    Scope scope;
    scope.bindings = &input;
    const auto value = expression->evaluate(scope);
    if (!value) return value.error().code;
    return *value ? (*value)->text() : "undefined";
}

struct Line {
    const char* expression;
    const char* result;
};

template <std::size_t N>
void expect(const Line (&lines)[N]) {
    for (const Line& line : lines) EXPECT_EQ(result(line.expression), line.result) << line.expression;
}

TEST(JsonataLanguage, OperatorsBind) {
    expect({
        {"1 + 2 * 3", "7"},
        {"10 - 2 - 3", "5"},
        {"-2 * 3 + 1", "-5"},
        {"7 % 4 * 2", "6"},
        {"true or false and false", "true"},
        {"1 + 1 = 2 and 'a' & 'b' = 'ab'", "true"},
        {"1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'", R"("b")"},
        {"($a := $b := 2; $a + $b)", "4"},
        {"$in.no ?: 1 + 1", "2"},
        {"$in.no ?? 3", "3"},
        {"0 ?: 4", "4"},
        {"0 ?? 4", "0"},
        {"1 in [1,2] and 'x' in 'x'", "true"},
        {"null = null", "true"},
        {"$in.no = $in.no", "false"},
        {"{'a':[1,{'b':2}]} = {'a':[1,{'b':2}]}", "true"},
        {"'a' < 'b' and 'Z' < 'a'", "true"},
        {"5 /* a remark */ - 1", "4"},
    });
}

TEST(JsonataLanguage, ArraysAreSequencesOrNot) {
    expect({
        {"[[1],2]", "[[1],2]"},
        {"[1,[2,3]]", "[1,[2,3]]"},
        {"([1,2];[3])", "[3]"},
        {"[[1,2].($), 3]", "[1,2,3]"},
        {"[5..5]", "[5]"},
        {"[1..3, 9]", "[1,2,3,9]"},
        {"[3..1]", "[]"},
        {"$in.one", "[7]"},
        {"$in.orders.lines.n", "[1,2,5]"},
        {"$in.orders[1].lines.n", "5"},
        {"$in.orders[1].lines.n[]", "[5]"},
        {"$in.orders.lines[0].n", "[1,5]"},
        {"($in.orders.lines)[0].n", "1"},
        {"$in.orders[-1].id", R"("o2")"},
        {"$in.orders[id='o2'].lines.sku", R"("a")"},
        {"$in.orders.lines[n > 1].n", "[2,5]"},
        {"$in.orders[[0..1]].id", R"(["o1","o2"])"},
        {"$in.**.n", "[1,2,5]"},
        {"$count($in.orders.*)", "5"},
        {"$in.orders.lines.(n * 2)", "[2,4,10]"},
        {"$in.orders.{'n': $sum(lines.n)}", R"([{"n":3},{"n":5}])"},
        {"$append([1], 2)", "[1,2]"},
        {"$in.orders.no", "undefined"},
    });
}

TEST(JsonataLanguage, VariablesAndFunctionsHaveScopes) {
    expect({
        {"($x := 1; ($x := 2; $x) + $x)", "3"},
        {"[1..2].($seen := $exists($x); $x := 1; $seen)", "[false,false]"},
        {"($f := function($n){ $n < 2 ? 1 : $n * $f($n - 1) }; $f(5))", "120"},
        {"($add := function($a, $b){ $a + $b }; $inc := $add(1, ?); $inc(2))", "3"},
        {"($make := function($n){ function(){ $n } }; $make(1)() + $make(2)())", "3"},
        {"$map([4,5], function($v, $i){ $v * $i })", "[0,5]"},
        {"$reduce([1..4], function($a, $b){ $a * $b })", "24"},
        {"[1..3] ~> $sum()", "6"},
        {"($square := function($n){ $n * $n }; $inc := function($n){ $n + 1 }; ($square ~> $inc)(3))", "10"},
        {"$in.orders.id.$uppercase()", R"(["O1","O2"])"},
        {"$in.orders[0].id.$length()", "2"},
        {"$in.orders#$i.($string($i) & id)", R"(["0o1","1o2"])"},
        {"$in.orders@$o.one.($o.id & $string($))", R"(["o17","o27"])"},
        {"$in.orders.lines.(%.id & sku)", R"(["o1a","o1b","o2a"])"},
        {"($in.orders[0].lines ~> |$|{'n': n + 1}, 'sku'|)", R"([{"n":2},{"n":3}])"},
    });
}

TEST(JsonataLanguage, SortsAndGroups) {
    expect({
        {"[3,1,2]^($)", "[1,2,3]"},
        {"[3,1,2]^(>$)", "[3,2,1]"},
        {"$in.orders.lines^(sku, >n).n", "[5,1,2]"},
        {"[{'a':1},{'b':0},{'a':2}]^(a)", R"([{"a":1},{"a":2},{"b":0}])"},
        {"[{'a':1},{'b':0},{'a':2}]^(>a)", R"([{"a":2},{"a":1},{"b":0}])"},
        {"$in.orders.lines{sku: $sum(n)}", R"({"a":6,"b":2})"},
        {"$in.orders.lines{sku: n}", R"({"a":[1,5],"b":2})"},
        {"$in.orders.lines{sku: n, 'a': 1}", "D1009"},
        {"{'a': 1, 'a': 2}", "D1009"},
        {"$in.orders.lines{n: 1}", "T1003"},
        {"[1,'a']^($)", "T2007"},
        {"[1,true]^($)", "T2008"},
    });
}

TEST(JsonataLanguage, ErrorsAreTheReferences) {
    expect({
        {"'a' + 1", "T2001"},
        {"1 + 'a'", "T2002"},
        {"['a'..2]", "T2003"},
        {"[1..'a']", "T2004"},
        {"1 < 'a'", "T2009"},
        {"1 < true", "T2010"},
        {"-'a'", "D1002"},
        {"1e200 * 1e200 + 1", "D1001"},
        {"[0..10000001]", "D2014"},
        {"1 := 2", "S0212"},
        {"'open", "S0101"},
        {"1 + ", "S0207"},
        {"[1,", "S0203"},
        {"/open", "S0302"},
        {"'\\q'", "S0103"},
        {"$in ~> 5", "T2006"},
        {"$uppercase(1)", "T0410"},
        {"5()", "T1006"},
    });
}

TEST(JsonataLanguage, RegularExpressionsEndWhereTheyShould) {
    expect({
        {R"($contains('a\\', /a\\/))", "true"},
        {R"($contains('a/b', /a\/b/))", "true"},
        {R"($contains('AB', /ab/i))", "true"},
        {R"($replace('ab', /(a)(b)/, '$2$1'))", R"("ba")"},
        {R"($split('a1b22c', /[0-9]+/))", R"(["a","b","c"])"},
        {R"($match('ab', /(a)(b)/).groups)", R"(["a","b"])"},
        {"6 / 3 / 2", "1"},
    });
}

}  // namespace
}  // namespace pawl::query::jsonata
