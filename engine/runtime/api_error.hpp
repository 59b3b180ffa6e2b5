// Why a request is refused: which refusal it is, and what it tells of. A value; nothing was changed. Its words, names and statuses on the wire are
// the service's (engine/service/refusals.hpp): whoever decides by a refusal compares this enum, never a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

using pawl::throw_exception_from_error;  // found by argument, for Result::value() of this namespace's errors

/// Behind each: what ApiError's subject and detail hold, where they hold something.
enum class Refusal : std::uint8_t {
    // What the request says.
    UnknownOperation,             ///< X-Amz-Target, empty when the header is missing
    Serialization,                ///< –, what is wrong with the body
    Constraint,                   ///< –, all that the service model finds wrong
    Validation,                   ///< –, what is wrong with the arguments
    LabeledArn,                   ///< what the ARN names
    InvalidArnPrefix,             ///< the ARN
    InvalidArnType,               ///< the type of resource it names
    InvalidRoleArn,               ///< the ARN
    InvalidName,                  ///< the name
    InvalidToken,                 //
    InvalidDefinition,            ///< –, the findings
    UnboundDefinition,            ///< –, why what was checked before can't be bound
    InvalidExecutionInput,        ///< –, why it is no JSON
    EmptyExecutionInput,          //
    InvalidLoggingConfiguration,  //
    MissingChange,                ///< an update that changes nothing
    TypeNotSupported,             ///< the type of state machine, pawl's version
    NotBuiltYet,                  ///< what AWS can and pawl can't yet, pawl's version
    // Who asks.
    UnknownCaller,  //
    SystemTag,      ///< a caller set a tag that is AWS's own
    // What is there.
    MachineDoesNotExist,     ///< its ARN
    MachineAlreadyExists,    ///< its ARN
    MachineDeleting,         ///< its ARN
    ExecutionDoesNotExist,   ///< its ARN
    ExecutionRetired,        ///< while it was asked for
    ExecutionAlreadyExists,  ///< its ARN
    ResourceNotFound,        ///< its ARN or name
    TooManyTags,             ///< the ARN, how many there would be
    MachineChanged,          ///< its name; by another request, since it was read
    TagsChanged,             ///< the machine's name; likewise
    // How the engine is.
    Throttled,           //
    Closed,              ///< shutting down, or stopped after a storage failure
    StoreBusy,           ///< –, what the store says
    StoreFailed,         ///< –, what the store says
    Unreadable,          ///< –, why
    ExecutionNotLoaded,  ///< –, why
    HistoryUnreadable,   ///< –, why
};

struct ApiError {
    ApiError() = default;  // what Result::error() gives where there is no error
    // Not an aggregate: texts that are only looked at so far are copied here.
    explicit ApiError(Refusal why, std::string_view about = {}, std::string_view facts = {}) : refusal(why), subject(about), detail(facts) {}

    Refusal refusal = Refusal::Unreadable;
    std::string subject;
    std::string detail;
};

}  // namespace pawl::engine
