#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/path_or_call.hpp"
#include "statemachine/vocabulary/utf8.hpp"
#include "tests/fuzz/memory_watch.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

class NoContext : public query::ContextObject {
  public:
    const Payload& context() const override { return context_; }

  private:
    Payload context_ = *Payload::parse(R"({"Execution": {"Id": "x"}})");
};

class SomeVariables : public query::Variables {
  public:
    const Payload* find(std::string_view name) const override { return name == "x" ? &x_ : nullptr; }

  private:
    Payload x_ = *Payload::parse(R"({"y": [1, "two"]})");
};

const Payload& document() {
    static const Payload payload = *Payload::parse(
        R"({"a": 3, "n": -7.5, "s": "text, {} 'quoted'; more", "arr": [1, 2, 3, 2, {"k": [null]}, "1"], "b": {"k": 1, "o": {}}, "c": {"k": 2, "l": [1.0]}, "json": "{\"a\": [1, 2.50]}",)"
        R"( "big": 12345678901234567890123, "null": null, "": "", "b64": "aGVsbG8", "é": "😀"})");
    return payload;
}

/// States.UUID and States.MathRandom without a seed draw anew; what they gave is not compared.
bool draws(std::string_view text) { return text.find("UUID") != std::string_view::npos || text.find("MathRandom") != std::string_view::npos; }

std::string outcome(const query::PathOrCall& compiled, const query::Scope& scope) {
    const auto result = compiled.evaluate(scope, "field.$");
    return result ? "= " + result->text() : "! " + result.error().error + " " + result.error().message;
}

std::string run(std::string_view text) {
    static const NoContext context;
    static const SomeVariables variables;
    const auto compiled = query::PathOrCall::compile(text);
    if (!compiled) return compiled.error().message.empty() ? "refused without a message" : "";
    if (compiled->text() != text) return "the text is not the one it was compiled from";
    if (!is_utf8(text)) return "";  // calls come out of JSON; nothing is promised of what else they give
    const query::Scope scope{document(), context, &variables};
    std::string first;
    {
        const MemoryWatch watch;
        first = outcome(*compiled, scope);
        if (watch.highest() > std::size_t{64} << 20) return "an evaluation took " + std::to_string(watch.highest()) + " bytes";
    }
    if (!draws(text) && outcome(*compiled, scope) != first) return "evaluating twice gives two results";
    if (first.starts_with("= ") && !Payload::parse(first.substr(2))) return "a result that is no JSON: " + first;
    if (first == "! " || first.starts_with("!  ")) return "a failure without a name";
    return "";
}

}  // namespace

Target intrinsics_target() {
    Target target{"intrinsics",
                  seed_lines("intrinsics"),
                  {"$.a", "$.arr", "$.s", "$.b", "$.missing", "$$.Execution.Id", "$x.y[1]", "'{}'", "'\\''", "'SHA-1'", "States.Array("},
                  run};
    for (const auto& line : target.seeds) target.pieces.push_back(line.substr(0, line.find('(') + 1));
    const auto recorded = shared_json("intrinsics/aws-validated.json");
    if (recorded.is_object()) {
        for (const auto& item : recorded.at("cases").as_array()) {
            if (item.at("language") == "JSONPath" && item.at("expression").is_string()) target.seeds.emplace_back(item.at("expression").as_string());
        }
    }
    return target;
}

}  // namespace pawl::fuzz
