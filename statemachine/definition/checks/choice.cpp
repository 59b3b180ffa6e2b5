// Choice rules.
#include <array>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/choice_rule.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::definition {
namespace {

enum class Operand { Text, Number, Boolean, Timestamp };
struct Comparison {
    std::string_view name;
    Operand operand;
    bool has_path = true;  // "…Path" exists, too
};
constexpr std::array<Comparison, 23> comparisons{{{"StringEquals", Operand::Text},
                                                  {"StringLessThan", Operand::Text},
                                                  {"StringGreaterThan", Operand::Text},
                                                  {"StringLessThanEquals", Operand::Text},
                                                  {"StringGreaterThanEquals", Operand::Text},
                                                  {"StringMatches", Operand::Text, false},
                                                  {"NumericEquals", Operand::Number},
                                                  {"NumericLessThan", Operand::Number},
                                                  {"NumericGreaterThan", Operand::Number},
                                                  {"NumericLessThanEquals", Operand::Number},
                                                  {"NumericGreaterThanEquals", Operand::Number},
                                                  {"BooleanEquals", Operand::Boolean},
                                                  {"TimestampEquals", Operand::Timestamp},
                                                  {"TimestampLessThan", Operand::Timestamp},
                                                  {"TimestampGreaterThan", Operand::Timestamp},
                                                  {"TimestampLessThanEquals", Operand::Timestamp},
                                                  {"TimestampGreaterThanEquals", Operand::Timestamp},
                                                  {"IsNull", Operand::Boolean, false},
                                                  {"IsPresent", Operand::Boolean, false},
                                                  {"IsNumeric", Operand::Boolean, false},
                                                  {"IsString", Operand::Boolean, false},
                                                  {"IsBoolean", Operand::Boolean, false},
                                                  {"IsTimestamp", Operand::Boolean, false}}};

struct Found {
    const Comparison* comparison = nullptr;
    bool is_path = false;
};

Found find_comparison(std::string_view name) {
    for (const Comparison& comparison : comparisons) {
        if (comparison.name == name) return {&comparison, false};
        if (comparison.has_path && name.ends_with("Path") && name.substr(0, name.size() - 4) == comparison.name) return {&comparison, true};
    }
    return {};
}

std::vector<std::string_view> known_fields() {
    std::vector<std::string_view> names{"Variable", "And", "Or", "Not", "Condition", "Next", "Comment", "Assign", "Output"};
    for (const Comparison& comparison : comparisons) names.push_back(comparison.name);
    return names;
}

class RuleCheck {
  public:
    RuleCheck(const Site& site, CheckContext& context) : site_(site), jsonata_(site.language == Language::Jsonata), context_(context) {}

    void check(const Node& rule, const std::string& location, bool top) {
        if (!expect_kind(rule, NodeKind::Object, location, context_)) return;
        std::vector<std::string> kinds, operators;
        for (const Member& member : rule.members) check_member(rule, member, location, top, kinds, operators);
        if (top && rule.find("Next") == nullptr) context_.findings.schema("These fields are required: [Next]", location, rule.place);
        if (kinds.size() != 1) {
            context_.findings.schema("The object must have only one of the following fields, [And, Or, Not, Variable, Condition]", location,
                                     rule.place);
        } else if (kinds.front() == "Variable" && operators.size() != 1) {
            const bool none = operators.empty();
            context_.findings.schema(
                (none ? "This object should have only one of the following fields: [" : "There should only be one of the following fields: [") +
                    (none ? all_comparisons() : join(operators)) + "]",
                location, rule.place);
        }
    }

  private:
    static std::string join(const std::vector<std::string>& names) {
        std::string out;
        for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(name);
        return out;
    }

    static std::string all_comparisons() {
        std::string out;
        for (const Comparison& comparison : comparisons) {
            out.append(out.empty() ? "" : ", ").append(comparison.name);
            if (comparison.has_path) out.append(", ").append(comparison.name).append("Path");
        }
        return out;
    }

    void check_member(const Node& rule, const Member& member, const std::string& location, bool top, std::vector<std::string>& kinds,
                      std::vector<std::string>& operators) {
        const std::string here = location + "/" + member.key;
        const std::string& name = member.key;
        if (name == "Next" || name == "Comment") {
            if (name == "Next" && !top) return unknown(member, location, "");
            expect_kind(member.value, NodeKind::String, here, context_);
        } else if (name == "Assign" || name == "Output") {
            check_result(member, here, location, top);
        } else if (name == "And" || name == "Or") {
            kinds.push_back(name);
            if (!expect_items(member.value, here, context_)) return;
            for (std::size_t i = 0; i < member.value.items.size(); ++i) check(member.value.items[i], here + "[" + std::to_string(i) + "]", false);
        } else if (name == "Not") {
            kinds.push_back(name);
            check(member.value, here, false);
        } else if (name == "Condition" || name == "Variable") {
            kinds.push_back(name);
            if ((name == "Condition") != jsonata_) return wrong_language(member, location);
            jsonata_ ? check_condition(member.value, here) : check_variable(member.value, here);
        } else if (const Found found = find_comparison(name); found.comparison != nullptr) {
            operators.push_back(name);
            if (jsonata_) {
                if (rule.find("Variable") == nullptr) wrong_language(member, location);
            } else if (found.is_path) {
                check_variable(member.value, here);
            } else {
                check_operand(*found.comparison, member, here);
            }
        } else {
            unknown(member, location, did_you_mean(name, known_fields()));
        }
    }

    void check_result(const Member& member, const std::string& here, const std::string& location, bool top) {
        if (!top) return unknown(member, location, "");
        if (member.key == "Output" && !jsonata_) return wrong_language(member, location);
        if (member.key == "Output") return check_expressions(member.value, site_.at(here), context_);
        check_assign(member.value, site_.at(here), context_);
    }

    void check_condition(const Node& node, const std::string& location) {
        if (node.kind == NodeKind::Boolean) return;
        if (!is_expression(node)) {
            return context_.findings.schema("The value must be a boolean or a JSONata expression", location, node.place,
                                            node.is_string() ? "an expression stands between {% and %}" : "");
        }
        check_expressions(node, site_.at(location), context_);
    }

    void unknown(const Member& member, const std::string& location, std::string hint) {
        context_.findings.schema("Field '" + member.key + "' is not supported", location, member.place, std::move(hint));
    }

    void wrong_language(const Member& member, const std::string& location) {
        const std::string is = jsonata_ ? "JSONata" : "JSONPath", other = jsonata_ ? "JSONPath" : "JSONata";
        context_.findings.schema(
            "The QueryLanguage is set to '" + is + "', but field '" + member.key + "' is only supported for the '" + other + "' QueryLanguage",
            location, member.place);
    }

    void check_variable(const Node& node, const std::string& location) {
        if (accept_placeholder(node, location, context_) || !expect_kind(node, NodeKind::String, location, context_)) return;
        note_variables_of(node.text, location, node.place, context_);
        if (!node.text.starts_with("$")) {
            return context_.findings.schema("Value is not a Reference Path: Reference path didn't start with '$'", location, node.place);
        }
        const auto path = query::Path::compile(node.text);
        if (!path) context_.findings.schema("Value is not a Reference Path", location, node.place, path.error().message);
    }

    void check_operand(const Comparison& comparison, const Member& member, const std::string& location) {
        const Node& node = member.value;
        if (comparison.operand != Operand::Text && accept_placeholder(node, location, context_)) return;
        switch (comparison.operand) {
            case Operand::Number:
                expect_kind(node, NodeKind::Number, location, context_);
                return;
            case Operand::Boolean:
                expect_kind(node, NodeKind::Boolean, location, context_);
                return;
            case Operand::Timestamp:
                if (expect_kind(node, NodeKind::String, location, context_) && !parse_fine_timestamp(node.text)) {
                    context_.findings.schema("String does not match RFC3339 timestamp", location, node.place);
                }
                return;
            case Operand::Text:
                if (!expect_kind(node, NodeKind::String, location, context_) || !comparison.has_path || !looks_like_path(node.text)) return;
                context_.findings.warning(codes::no_path,
                                          "The value of '" + member.key + "' looks like a JSONPath. Instead of '" + member.key + "', use '" +
                                              member.key + "Path' to evaluate it as a JSONPath at runtime.",
                                          location, node.place);
        }
    }

    const Site& site_;
    bool jsonata_;
    CheckContext& context_;
};

}  // namespace

void check_choices(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_items(node, site.location, context)) return;
    RuleCheck rules(site, context);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const std::string location = site.location + "[" + std::to_string(i) + "]";
        const std::size_t errors = context.findings.error_count(), gaps = context.findings.unsupported_count();
        const std::size_t warnings = context.findings.placeholder_count();
        rules.check(node.items[i], location, true);
        if (site.language == Language::Jsonata || context.findings.error_count() > errors || context.findings.unsupported_count() > gaps ||
            context.findings.placeholder_count() > warnings) {
            continue;
        }
        // Whatever the compiler knows beyond these checks.
        const auto value = Payload::parse(std::string(node.items[i].slice(context.text)));
        if (!value) {
            context.findings.schema(value.error().message, location, node.items[i].place);
        } else if (const auto compiled = query::ChoiceRule::compile(value->value()); !compiled) {
            context.findings.schema(compiled.error(), location, node.items[i].place);
        }
    }
}

}  // namespace pawl::definition
