// Objects against their rules, and the values of the plain kinds.
#include <string>
#include <vector>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::definition {
namespace {

std::string type_name(NodeKind kind) {
    switch (kind) {
        case NodeKind::Null:
            return "NULL";
        case NodeKind::Boolean:
            return "BOOLEAN";
        case NodeKind::Number:
            return "NUMBER";
        case NodeKind::String:
            return "STRING";
        case NodeKind::Array:
            return "ARRAY";
        case NodeKind::Object:
            return "OBJECT";
    }
    return "";
}

std::vector<std::string_view> field_names(const ObjectRule& rule) {
    std::vector<std::string_view> names;
    for (const FieldRule& field : rule.fields) names.push_back(field.name);
    return names;
}

// The machine itself is at "/".
std::string of_object(const Site& site) { return site.location.empty() ? "/" : site.location; }

// What does the same work in the other query language.
std::string counterpart(std::string_view field, bool jsonata) {
    struct Pair {
        std::string_view path, expression;
    };
    static constexpr Pair pairs[] = {{"Parameters", "Arguments"}, {"OutputPath", "Output"}, {"ResultSelector", "Output"}, {"ResultPath", "Output"},
                                     {"Result", "Output"},        {"ItemsPath", "Items"},   {"InputPath", "Arguments"}};
    for (const Pair& pair : pairs) {
        if (jsonata && pair.path == field) return "in JSONata, use " + std::string(pair.expression);
        if (!jsonata && pair.expression == field) return "in JSONPath, use " + std::string(pair.path);
    }
    if (jsonata && field.size() > 4 && field.ends_with("Path")) {
        return "in JSONata, write {% … %} as the value of " + std::string(field.substr(0, field.size() - 4));
    }
    return "";
}

// Reports a member that may not be there at all.
bool check_member(const Member& member, const ObjectRule& rule, const FieldRule* field, const Site& site, CheckContext& context) {
    if (field == nullptr) {
        context.findings.schema("Field '" + member.key + "' is not supported", of_object(site), member.place,
                                did_you_mean(member.key, field_names(rule)));
        return false;
    }
    const bool jsonata = site.language == Language::Jsonata;
    if (field->language == FieldLanguage::Both || (field->language == FieldLanguage::Jsonata) == jsonata) return true;
    if (!site.downgraded) {
        const std::string is = jsonata ? "JSONata" : "JSONPath", other = jsonata ? "JSONPath" : "JSONata";
        context.findings.schema(
            "The QueryLanguage is set to '" + is + "', but field '" + member.key + "' is only supported for the '" + other + "' QueryLanguage",
            site.location, member.place, counterpart(member.key, jsonata));
    }
    return false;
}

bool is_there(const Node& node, std::string_view field) {
    const Node* value = node.find(field);
    return value != nullptr && (field != "End" || value->kind != NodeKind::Boolean || value->boolean);
}

void check_presence(const Node& node, const ObjectRule& rule, const Site& site, CheckContext& context) {
    std::string missing;
    for_each_name(rule.required, [&](std::string_view name) {
        if (node.find(name) == nullptr) missing.append(missing.empty() ? "" : ", ").append(name);
    });
    if (!missing.empty()) {
        context.findings.schema("These fields are required: [" + missing + "]", of_object(site), node.place);
    }
    for (const OneOfFields& group : rule.one_of) {
        int count = 0;
        for_each_name(group.names, [&](std::string_view name) { count += is_there(node, name) ? 1 : 0; });
        const std::string names = "[" + std::string(group.names) + "]";
        if (count > 1) context.findings.schema("There should only be one of the following fields: " + names, site.location, node.place);
        if (count == 0 && group.required) {
            context.findings.schema("This object should have only one of the following fields: " + names, site.location, node.place);
        }
    }
}

void check_integer(const Node& node, const FieldRule& field, const std::string& location, CheckContext& context) {
    const auto value = node.integer();
    if (!value) {
        context.findings.schema("Expected value of type Integer", location, node.place);
    } else if (*value < field.minimum) {
        context.findings.schema("Minimum value is " + std::to_string(field.minimum), location, node.place);
    } else if (*value > field.maximum) {
        context.findings.schema("Maximum value is " + std::to_string(field.maximum), location, node.place);
    }
}

void check_number(const Node& node, const FieldRule& field, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Number, location, context)) return;
    const auto value = node.number();
    if (!value) {
        context.findings.schema("The number is too large or too small", location, node.place);
    } else if (*value < static_cast<double>(field.minimum)) {
        context.findings.schema("Minimum value is " + std::to_string(field.minimum), location, node.place);
    } else if (*value > static_cast<double>(field.maximum)) {
        context.findings.schema("Maximum value is " + std::to_string(field.maximum), location, node.place);
    }
}

void check_one_of(const Node& node, std::string_view values, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::String, location, context)) return;
    bool known = false;
    std::vector<std::string_view> names;
    for_each_name(values, [&](std::string_view value) {
        known = known || node.text == value;
        names.push_back(value);
    });
    if (known) return;
    context.findings.schema("Value should be one of the following: [" + std::string(values) + "]", location, node.place,
                            did_you_mean(node.text, names));
}

void check_timestamp(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::String, location, context)) return;
    if (!parse_timestamp(node.text)) context.findings.schema("String does not match RFC3339 timestamp", location, node.place);
}

void check_texts(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Array, location, context)) return;
    for (std::size_t i = 0; i < node.items.size(); ++i)
        expect_kind(node.items[i], NodeKind::String, location + "[" + std::to_string(i) + "]", context);
}

void check_items(const Node& node, const Site& site, CheckContext& context) {
    if (!node.is_array() && !node.is_object()) {
        return context.findings.schema("The value must be an array, an object or a JSONata expression", site.location, node.place);
    }
    check_expressions(node, site, context);
}

void check_branches(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_items(node, site.location, context)) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Site inner{site.location + "[" + std::to_string(i) + "]", site.language, false};
        if (expect_kind(node.items[i], NodeKind::Object, inner.location, context)) check_object(node.items[i], branch_rule(), inner, context);
    }
}

void check_states(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Object, location, context)) return;
    if (node.members.empty()) context.findings.schema("Value cannot be empty", location, node.place);
}

}  // namespace

bool expect_kind(const Node& node, NodeKind kind, const std::string& location, CheckContext& context) {
    if (node.kind == kind) return true;
    const bool may_be_quoted = kind == NodeKind::String && context.is_yaml && !node.is_array() && !node.is_object();
    context.findings.schema("Expected value of type [" + type_name(kind) + "]", location, node.place,
                            may_be_quoted ? "in YAML, quotes make a text of it" : "");
    return false;
}

bool expect_items(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Array, location, context)) return false;
    if (!node.items.empty()) return true;
    context.findings.schema("Value cannot be empty", location, node.place);
    return false;
}

void check_query_language(const Node& owner, const std::string& location, CheckContext& context) {
    if (const Node* field = owner.find("QueryLanguage")) check_one_of(*field, "JSONPath, JSONata", location + "/QueryLanguage", context);
}

void check_object(const Node& node, const ObjectRule& rule, const Site& site, CheckContext& context) {
    std::vector<const FieldRule*> fields;
    for (const Member& member : node.members) {
        const FieldRule* field = rule.find(member.key);
        fields.push_back(check_member(member, rule, field, site, context) ? field : nullptr);
    }
    check_presence(node, rule, site, context);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i] == nullptr) continue;
        const Member& member = node.members[i];
        const Site inner{site.location + "/" + member.key, site.language, site.downgraded, fields[i]->reserved};
        if (fields[i]->later) {
            context.findings.unsupported(std::string(rule.what) + " " + member.key, inner.location, member.place);
        }
        check_value(member.value, *fields[i], inner, context);
    }
}

namespace {

// Kinds whose values a deployment tool may fill in; the others take any text as it is.
bool may_be_placeholder(FieldKind kind) {
    switch (kind) {
        case FieldKind::Any:
        case FieldKind::Type:
        case FieldKind::QueryLanguage:
        case FieldKind::Template:
        case FieldKind::Expression:
        case FieldKind::StaticResult:
        case FieldKind::Assign:
        case FieldKind::States:
            return false;
        default:
            return true;
    }
}

}  // namespace

void check_value(const Node& node, const FieldRule& field, const Site& site, CheckContext& context) {
    const std::string& location = site.location;
    const bool jsonata = site.language == Language::Jsonata;
    if (jsonata && field.expression && is_expression(node)) return check_expressions(node, site, context);
    if (may_be_placeholder(field.kind) && !(field.kind == FieldKind::Text && node.is_string()) && accept_placeholder(node, location, context)) return;
    switch (field.kind) {
        case FieldKind::Any:
        case FieldKind::Type:
            return;
        case FieldKind::QueryLanguage:
            return check_one_of(node, "JSONPath, JSONata", location, context);
        case FieldKind::Text:
            expect_kind(node, NodeKind::String, location, context);
            return;
        case FieldKind::Boolean:
            expect_kind(node, NodeKind::Boolean, location, context);
            return;
        case FieldKind::Object:
            expect_kind(node, NodeKind::Object, location, context);
            return;
        case FieldKind::Integer:
            return check_integer(node, field, location, context);
        case FieldKind::Number:
            return check_number(node, field, location, context);
        case FieldKind::Timestamp:
            return check_timestamp(node, location, context);
        case FieldKind::OneOf:
            return check_one_of(node, field.values, location, context);
        case FieldKind::Path:
        case FieldKind::NullablePath:
        case FieldKind::ReferencePath:
        case FieldKind::DefinitePath:
        case FieldKind::PathOrIntrinsic:
            return check_path(node, field.kind, location, context);
        case FieldKind::Template:
            return jsonata ? check_expressions(node, site, context) : check_template(node, location, context);
        case FieldKind::Expression:
            return check_expressions(node, site, context);
        case FieldKind::Items:
            return is_expression(node) ? check_expressions(node, site, context) : check_items(node, site, context);
        case FieldKind::Assign:
            return check_assign(node, site, context);
        case FieldKind::Texts:
            return check_texts(node, location, context);
        case FieldKind::Fields:
            if (expect_kind(node, NodeKind::Object, location, context)) check_object(node, field.object(), site, context);
            return;
        case FieldKind::StaticResult:
            return check_static_result(node, location, context);
        case FieldKind::Resource:
            return check_resource(node, location, context);
        case FieldKind::Credentials:
            return check_credentials(node, site, context);
        case FieldKind::ErrorNames:
            return check_error_names(node, location, context);
        case FieldKind::Choices:
            return check_choices(node, site, context);
        case FieldKind::Branches:
            return check_branches(node, site, context);
        case FieldKind::Processor:
            return check_processor(node, site, context);
        case FieldKind::ProcessorConfig:
            return check_processor_config(node, site, context);
        case FieldKind::Retry:
            return check_retry(node, site, context);
        case FieldKind::Catch:
            return check_catch(node, site, context);
        case FieldKind::States:
            return check_states(node, location, context);
        case FieldKind::Label:
            expect_kind(node, NodeKind::String, location, context);
            return;
    }
}

}  // namespace pawl::definition
