// The fields of every object of the language, as data: which object may have which field, in which query language, holding what.
// States' fields and limits as measured with ValidateStateMachineDefinition (recorded-behaviour#definitions).
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "statemachine/definition/outline.hpp"

namespace pawl::definition {

/// What a field may hold.
enum class FieldKind : std::uint8_t {
    Any,
    Text,
    Boolean,
    Integer,        ///< within minimum and maximum
    Number,         ///< not below minimum
    OneOf,          ///< a text out of `values`
    QueryLanguage,  ///< checked with the state
    Type,           ///< checked with the state
    Object,
    Path,             ///< a JSONPath
    NullablePath,     ///< or null
    ReferencePath,    ///< a JSONPath to one place, or null
    DefinitePath,     ///< a JSONPath to one place, for reading
    PathOrIntrinsic,  ///< a JSONPath or an intrinsic function call
    Template,         ///< a payload template
    Expression,       ///< JSON with JSONata strings in it
    Timestamp,
    StaticResult,  ///< Pass's Result: any JSON, no paths
    Resource,
    Credentials,
    ErrorNames,
    Texts,  ///< an array of texts
    Items,  ///< an array, an object or a JSONata text
    Assign,
    Fields,  ///< an object with a rule of its own: `object`
    Choices,
    Branches,
    Processor,
    ProcessorConfig,
    Retry,
    Catch,
    States,
    Label
};

enum class FieldLanguage : std::uint8_t { Both, JsonPath, Jsonata };

/// What $states has beside input and context where a field is evaluated (recorded-behaviour#jsonata).
enum class Reserved : std::uint8_t { None, Result, ErrorOutput };

struct ObjectRule;

struct FieldRule {
    static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
    std::string_view name;
    FieldKind kind = FieldKind::Any;
    FieldLanguage language = FieldLanguage::Both;
    std::int64_t minimum = 0;
    std::int64_t maximum = unlimited;
    std::string_view values = {};  ///< "NONE, FULL"
    bool later = false;            ///< language, but pawl cannot run it yet
    bool expression = false;       ///< in JSONata, "{% … %}" may stand for the value
    Reserved reserved = Reserved::None;
    const ObjectRule& (*object)() = nullptr;  ///< the rule of FieldKind::Fields
};

/// Fields of which there may be one only, in AWS's order; "required": there must be one.
struct OneOfFields {
    std::string_view names;  ///< "Next, End"
    bool required = false;
};

struct ObjectRule {
    std::string_view what;  ///< "Task": names the object in `unsupported`
    std::span<const FieldRule> fields;
    std::string_view required = {};  ///< "States, StartAt", in AWS's order
    std::span<const OneOfFields> one_of = {};

    const FieldRule* find(std::string_view field) const;
};

const ObjectRule& state_rule(StateType type);
const ObjectRule& machine_rule();
const ObjectRule& branch_rule();     ///< an element of Branches
const ObjectRule& processor_rule();  ///< ItemProcessor, Iterator
const ObjectRule& processor_config_rule();
const ObjectRule& retrier_rule();
const ObjectRule& catcher_rule();

/// The parts of "A, B, C".
template <class Visit>
void for_each_name(std::string_view names, Visit visit) {
    while (!names.empty()) {
        const auto comma = names.find(", ");
        visit(names.substr(0, comma));
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 2);
    }
}

}  // namespace pawl::definition
