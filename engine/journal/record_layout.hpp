// How each record type lies in a journal row, said once for writing and for reading: the versions of each type, and the fields of each version. All
// of it is on disk: DO NOT CHANGE IT. A type that must change gets one more version (a new RecordNumber at the end of its `versions`); the older ones
// stay readable, and apply() must make of them what it always did: a database of each format is kept in tests/journal_format.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "statemachine/execution/record.hpp"

namespace pawl::engine::layout {

namespace ex = pawl::execution;
using Number = ex::RecordNumber;

/// The versions of a record type, the oldest first.
template <class Body>
inline constexpr std::array<Number, 0> versions{};
template <>
inline constexpr std::array versions<ex::ExecutionStarted>{Number::ExecutionStarted};
template <>
inline constexpr std::array versions<ex::ExecutionSucceeded>{Number::ExecutionSucceeded};
template <>
inline constexpr std::array versions<ex::ExecutionFailed>{Number::ExecutionFailed};
template <>
inline constexpr std::array versions<ex::ExecutionAborted>{Number::ExecutionAborted};
template <>
inline constexpr std::array versions<ex::ExecutionTimedOut>{Number::ExecutionTimedOut};
template <>
inline constexpr std::array versions<ex::StateEntered>{Number::StateEntered};
template <>
inline constexpr std::array versions<ex::StateExited>{Number::StateExited, Number::StateExitedWithVariables};
template <>
inline constexpr std::array versions<ex::StateAborted>{Number::StateAborted};
template <>
inline constexpr std::array versions<ex::RetryPlanned>{Number::RetryPlanned};
template <>
inline constexpr std::array versions<ex::EvaluationFailed>{Number::EvaluationFailed};
template <>
inline constexpr std::array versions<ex::WaitPlanned>{Number::WaitPlanned};
template <>
inline constexpr std::array versions<ex::TaskScheduled>{Number::TaskScheduled, Number::TaskScheduledWithKind};
template <>
inline constexpr std::array versions<ex::TaskStarted>{Number::TaskStarted};
template <>
inline constexpr std::array versions<ex::TaskSucceeded>{Number::TaskSucceeded};
template <>
inline constexpr std::array versions<ex::TaskFailed>{Number::TaskFailed};
template <>
inline constexpr std::array versions<ex::TaskTimedOut>{Number::TaskTimedOut};
template <>
inline constexpr std::array versions<ex::TaskHeartbeat>{Number::TaskHeartbeat};
template <>
inline constexpr std::array versions<ex::ParallelStarted>{Number::ParallelStarted};
template <>
inline constexpr std::array versions<ex::ParallelSucceeded>{Number::ParallelSucceeded};
template <>
inline constexpr std::array versions<ex::ParallelFailed>{Number::ParallelFailed};
template <>
inline constexpr std::array versions<ex::BranchFinished>{Number::BranchFinished};
template <>
inline constexpr std::array versions<ex::ChildrenErased>{Number::ChildrenErased};
template <>
inline constexpr std::array versions<ex::MapStarted>{Number::MapStarted};
template <>
inline constexpr std::array versions<ex::MapSucceeded>{Number::MapSucceeded};
template <>
inline constexpr std::array versions<ex::MapFailed>{Number::MapFailed};
template <>
inline constexpr std::array versions<ex::IterationStarted>{Number::IterationStarted};
template <>
inline constexpr std::array versions<ex::IterationSucceeded>{Number::IterationSucceeded};
template <>
inline constexpr std::array versions<ex::IterationFailed>{Number::IterationFailed};
template <>
inline constexpr std::array versions<ex::IterationAborted>{Number::IterationAborted};

/// Whether a version says everything of a body. The first that does is written: what an older pawl knows stays as it was.
template <class Body>
constexpr bool says_all(Number, const Body&) {
    return true;
}
inline bool says_all(Number version, const ex::StateExited& r) { return version == Number::StateExitedWithVariables || r.assigned.empty(); }
inline bool says_all(Number version, const ex::TaskScheduled& r) {
    return version == Number::TaskScheduledWithKind || r.target.kind == TargetKind::Lambda;
}

/// The version to write. The newest must say everything.
template <class Body>
Number version_of(const Body& body) {
    for (const Number version : versions<Body>) {
        if (says_all(version, body)) return version;
    }
    return versions<Body>.back();
}

/// After the type number comes a byte that says which of a record's common fields are written; the others have their usual value.
namespace shape {
inline constexpr std::uint8_t event = 0x01;             ///< has an event id: the last one in the row plus one, unless …
inline constexpr std::uint8_t event_written = 0x02;     ///< … it is written
inline constexpr std::uint8_t previous_written = 0x04;  ///< else event - 1, or 0 without an event
inline constexpr std::uint8_t frame_written = 0x08;     ///< else the frame of the record before
inline constexpr std::uint8_t time_written = 0x10;      ///< milliseconds since the record before; else 0
inline constexpr std::uint8_t known = 0x1f;
}  // namespace shape

template <class Body, class Type>
concept Is = std::same_as<std::remove_const_t<Body>, Type>;

// `io` is the encoder (Body const) or the decoder. A type with several versions is told which one it is.
void fields(auto& io, Is<ex::ExecutionStarted> auto& r) {
    io.head(r.head);
    io.payload(r.input);
    io.instant_or_never(r.deadline);
}
void fields(auto& io, Is<ex::ExecutionSucceeded> auto& r) { io.payload(r.output); }
void fields(auto& io, Is<ex::ExecutionFailed> auto& r) { io.failure(r.failure); }
void fields(auto& io, Is<ex::ExecutionAborted> auto& r) {
    io.optional_text(r.error);
    io.optional_text(r.cause);
}
void fields(auto& io, Is<ex::ExecutionTimedOut> auto& r) { io.failure(r.failure); }

void fields(auto& io, Is<ex::StateEntered> auto& r) {
    io.state(r.state);
    io.payload(r.input);
}
void fields(auto& io, Is<ex::StateExited> auto& r, Number version) {
    io.state(r.state);
    io.payload(r.output);
    io.state(r.next);
    if (version == Number::StateExitedWithVariables) io.variables(r.assigned);
}
void fields(auto& io, Is<ex::StateAborted> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::RetryPlanned> auto& r) {
    io.number(r.retrier);
    io.instant(r.due);
}
void fields(auto& io, Is<ex::EvaluationFailed> auto& r) {
    io.state(r.state);
    io.failure(r.failure);
    io.optional_text(r.location);
}
void fields(auto& io, Is<ex::WaitPlanned> auto& r) { io.instant(r.due); }

void fields(auto& io, Is<ex::TaskScheduled> auto& r, Number version) {
    io.state(r.state);
    if (version == Number::TaskScheduledWithKind) io.target_kind(r.target.kind);  // the first version means Lambda
    io.text(r.target.name);
    io.payload(r.input);
    io.optional_number(r.timeout_seconds);
    io.optional_number(r.heartbeat_seconds);
}
void fields(auto& io, Is<ex::TaskStarted> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::TaskSucceeded> auto& r) {
    io.state(r.state);
    io.payload(r.output);
}
void fields(auto& io, Is<ex::TaskFailed> auto& r) {
    io.state(r.state);
    io.failure(r.failure);
}
void fields(auto& io, Is<ex::TaskTimedOut> auto& r) {
    io.state(r.state);
    io.failure(r.failure);
}
void fields(auto&, Is<ex::TaskHeartbeat> auto&) {}

void fields(auto& io, Is<ex::ParallelStarted> auto& r) {
    io.state(r.state);
    io.payload(r.input);
}
void fields(auto& io, Is<ex::ParallelSucceeded> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::ParallelFailed> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::BranchFinished> auto& r) { io.payload(r.output); }
void fields(auto& io, Is<ex::ChildrenErased> auto& r) { io.number(r.last); }
void fields(auto& io, Is<ex::MapStarted> auto& r) {
    io.state(r.state);
    io.payload(r.items);
    io.payload(r.input);
    io.number(r.length);
    io.number(r.max_concurrency);
}
void fields(auto& io, Is<ex::MapSucceeded> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::MapFailed> auto& r) { io.state(r.state); }
void fields(auto& io, Is<ex::IterationStarted> auto& r) {
    io.state(r.state);
    io.number(r.index);
    io.payload(r.input);
}
void fields(auto& io, Is<ex::IterationSucceeded> auto& r) {
    io.state(r.state);
    io.number(r.index);
    io.payload(r.output);
}
void fields(auto& io, Is<ex::IterationFailed> auto& r) {
    io.state(r.state);
    io.number(r.index);
}
void fields(auto& io, Is<ex::IterationAborted> auto& r) {
    io.state(r.state);
    io.number(r.index);
}

/// The fields of a body as they lie in that version.
void fields_of(auto& io, auto& body, Number version) {
    if constexpr (versions<std::remove_cvref_t<decltype(body)>>.size() > 1) {
        fields(io, body, version);
    } else {
        fields(io, body);
    }
}

}  // namespace pawl::engine::layout
