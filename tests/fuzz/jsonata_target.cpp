#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/vocabulary/utf8.hpp"
#include "tests/fuzz/memory_watch.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

using namespace query::jsonata;

Payload parsed(const char* text) { return *Payload::parse(text); }

class SomeBindings : public Bindings {
  public:
    const Payload* find(std::string_view name) const override {
        return name == "states" ? &states_ : name == "x" ? &x_ : name == "list" ? &list_ : nullptr;
    }

  private:
    Payload states_ = parsed(R"({"input": {"a": 1, "items": [{"id": 1, "price": 2.5}, {"id": 2}]}, "context": {"Execution": {"Id": "e"}}})");
    Payload x_ = parsed("41"), list_ = parsed(R"([3, 1, "b", null, [1, [2]], {"a": {"b": 7}}])");
};

const Payload& document() {
    static const Payload payload = parsed(
        R"({"a": {"b": [1, 2, {"c": "x"}], "": null}, "name": "Ann", "flag": true, "n": -0.5, "big": 12345678901234567890123, "é": "😀", "items": [)"
        R"({"id": "p1", "price": 10.5, "quantity": 3, "category": "toys", "tags": ["x", "y"]}, {"id": "p2", "price": 2, "quantity": 1, "category": "books", "tags": []},)"
        R"( {"id": "p3", "price": 7.25, "quantity": 0, "category": "toys", "tags": ["z"]}], "Account": {"Order": [{"OrderID": "o1", "Product": [{"Price": 34.45,)"
        R"( "Quantity": 2, "Product Name": "Bowler Hat"}]}]}})");
    return payload;
}

std::string outcome(const Expression& expression, const Scope& scope) {
    const auto result = expression.evaluate(scope);
    if (!result) return "! " + result.error().code + " " + result.error().message + " " + result.error().token + " " + result.error().value;
    return *result ? "= " + (*result)->text() : "undefined";
}

std::string check(std::string_view text, Dialect dialect) {
    const auto compiled = Expression::compile(text, dialect);
    const auto again = Expression::compile(text, dialect);
    if (compiled.has_value() != again.has_value()) return "compiled once, refused once";
    if (!compiled) {
        const auto &first = compiled.error(), &second = again.error();
        if (first.code != second.code || first.message != second.message || first.position != second.position) return "refused for two reasons";
        if (first.code.empty() || first.message.empty()) return "refused without a code or a message";
        if (first.position > text.size()) return "a fault behind the end of the text";
        return "";
    }
    if (compiled->text() != text) return "an expression's text is not the one it was compiled from";
    if (compiled->references().variables != again->references().variables) return "compiling twice finds different references";

    if (!is_utf8(text)) return "";  // expressions come out of JSON; nothing is promised of what else they give
    static const SomeBindings bindings;
    Scope scope;
    scope.input = &document();
    scope.bindings = &bindings;
    scope.now = Instant{1'800'000'000'123};
    scope.entropy = 7;
    scope.limits.fuel = 100'000;
    scope.limits.largest_value_bytes = std::size_t{1} << 20;
    scope.limits.memory_bytes = std::size_t{16} << 20;
    std::string first;
    {
        const MemoryWatch watch;
        first = outcome(*compiled, scope);
        // What is counted is what values take; parsing, messages and the result's text come on top.
        if (watch.highest() > 4 * scope.limits.memory_bytes) return "an evaluation took " + std::to_string(watch.highest()) + " bytes";
    }
    if (outcome(*again, scope) != first) return "evaluating twice gives two results";
    if (first.starts_with("= ") && !Payload::parse(first.substr(2))) return "a result that is no JSON: " + first;
    // Little of everything must end as well.
    scope.limits.fuel = 50;
    scope.limits.memory_bytes = 4096;
    scope.limits.depth = 10;
    outcome(*compiled, scope);
    return "";
}

std::string run(std::string_view text) {
    for (const Dialect dialect : {Dialect::StepFunctions, Dialect::Reference}) {
        if (auto complaint = check(text, dialect); !complaint.empty()) return complaint;
    }
    return "";
}

}  // namespace

Target jsonata_target() {
    Target target{"jsonata",
                  seed_lines("jsonata"),
                  {"$states.input",
                   "items",
                   "$x",
                   "$list",
                   "$",
                   "$$",
                   "%",
                   "**",
                   "*",
                   " and ",
                   " or ",
                   " in ",
                   " ~> ",
                   "[",
                   "]",
                   ".",
                   "@$v",
                   "#$i",
                   "^(",
                   ":=",
                   "..",
                   "&",
                   "?",
                   "?:",
                   "??",
                   "function($v){",
                   "}",
                   "λ",
                   "|",
                   "/a+/i",
                   "[1..100]",
                   "[1..1000000]",
                   "()",
                   "$f := ",
                   ";",
                   "`a`",
                   "<n-n:n>",
                   "!=",
                   "<=",
                   "1",
                   "'a'",
                   "null"},
                  run};
    for (const auto& item : shared_json_array("jsonata/cases.json")) target.seeds.emplace_back(item.at("expr").as_string());
    const std::string names =
        "sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains replace split "
        "join formatNumber "
        "formatBase formatInteger parseInteger number floor ceil round abs sqrt power random boolean not map zip filter single reduce sift keys "
        "lookup append exists spread "
        "merge reverse each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent "
        "decodeUrl eval toMillis "
        "fromMillis clone now millis partition range hash uuid parse ";
    for (std::size_t at = 0, end = 0; (end = names.find(' ', at)) != std::string::npos; at = end + 1)
        target.pieces.push_back("$" + names.substr(at, end - at) + "(");
    return target;
}

}  // namespace pawl::fuzz
