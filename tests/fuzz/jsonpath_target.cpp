#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/path.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

class NoContext : public query::ContextObject {
  public:
    const Payload& context() const override { return context_; }

  private:
    Payload context_ = *Payload::parse(R"({"Execution": {"Id": "x", "Input": {"a": [1, 2]}}, "State": {"Name": "S", "RetryCount": 0}})");
};

const Payload& document() {
    static const Payload payload = *Payload::parse(
        R"({"a": 1, "b": {"c": [1, 2, {"a": "x", "d": null}], "e": {"a": true, "length": 3}}, "arr": [3, 1, 2, [4, [5]], {"a": 7, "b": "s"}], "s": "text", "n": -1.5e3,)"
        R"( "big": 12345678901234567890123, "": {"": 1}, "dash-key": [], "é": {}, "list": [{"isbn": "1", "price": 8.95, "tags": ["p", "q"]}, {"price": 12}, 5, null, "z"]})");
    return payload;
}

std::string outcome(const Result<Payload, query::PathMiss>& result) {
    return result ? "= " + to_json(result->value()) : "! " + result.error().message;
}

std::string run(std::string_view text) {
    static const NoContext context;
    if (const auto path = query::Path::compile(text)) {
        const query::Scope scope{document(), context};
        if (path->text() != text) return "a path's text is not the one it was compiled from";
        const std::string first = outcome(path->select(scope));
        if (outcome(path->select(scope)) != first) return "selecting twice gives two results";
        const json::value* found = path->find(scope);
        if (found != nullptr && first != "= " + to_json(*found)) return "find() gives " + to_json(*found) + ", select() " + first;
        if (const auto again = query::Path::compile(path->text()); !again || outcome(again->select(scope)) != first)
            return "compiling again gives another path";
    }
    if (const auto place = query::ReferencePath::compile(text)) {
        static const Payload value = *Payload::parse(R"({"put": [1]})");
        const auto whole = place->put(document(), value);
        const auto path = query::Path::compile(text);
        if (whole && path && path->root() == query::PathRoot::Input) {
            const std::string back = outcome(path->select(*whole));
            if (back != "= " + to_json(value.value())) return "what was put at a reference path is not there: " + back;
        }
    }
    return "";
}

}  // namespace

Target jsonpath_target() {
    Target target{"jsonpath",
                  seed_lines("jsonpath"),
                  {"$",         "$.",   "$$",   "..", "[*]", "[?(", ")]", "@.a",  "[0]",          "[-1]", "[1:2]", "[::2]", "['a']", "['a','b']",
                   ".length()", " && ", " || ", "==", "!=",  "<=",  "=~", "/a/i", "(@.length-1)", "*",    "a",     "arr",   "list",  "price"},
                  run};
    const auto golden = shared_json("jsonpath/sfn-selectors.json");
    const auto collect = [&](const auto& self, const json::value& value) -> void {
        if (const auto* text = value.if_string()) {
            if (text->starts_with("$")) target.seeds.emplace_back(*text);
        } else if (const auto* array = value.if_array()) {
            for (const auto& item : *array) self(self, item);
        } else if (const auto* object = value.if_object()) {
            for (const auto& member : *object) self(self, member.value());
        }
    };
    collect(collect, golden);
    return target;
}

}  // namespace pawl::fuzz
