// How each record type lies in a journal row, said once for writing and for reading. The type numbers are those commented in
// statemachine/execution/record.hpp. They and the order of the fields are on disk: DO NOT CHANGE OR REUSE THEM. A new type takes a new number; a type
// whose fields must change gets a new number, too (the old one stays readable), or the row format a new version.
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "statemachine/execution/record.hpp"

namespace pawl::engine::layout {

namespace ex = pawl::execution;

template <class Body>
inline constexpr std::uint8_t type_number = 0;
template <>
inline constexpr std::uint8_t type_number<ex::ExecutionStarted> = 1;
template <>
inline constexpr std::uint8_t type_number<ex::ExecutionSucceeded> = 2;
template <>
inline constexpr std::uint8_t type_number<ex::ExecutionFailed> = 3;
template <>
inline constexpr std::uint8_t type_number<ex::ExecutionAborted> = 4;
template <>
inline constexpr std::uint8_t type_number<ex::ExecutionTimedOut> = 5;
template <>
inline constexpr std::uint8_t type_number<ex::StateEntered> = 10;
template <>
inline constexpr std::uint8_t type_number<ex::StateExited> = 11;
template <>
inline constexpr std::uint8_t type_number<ex::StateAborted> = 12;
template <>
inline constexpr std::uint8_t type_number<ex::RetryPlanned> = 13;
template <>
inline constexpr std::uint8_t type_number<ex::EvaluationFailed> = 15;
template <>
inline constexpr std::uint8_t type_number<ex::WaitPlanned> = 20;
template <>
inline constexpr std::uint8_t type_number<ex::TaskScheduled> = 30;
template <>
inline constexpr std::uint8_t type_number<ex::TaskStarted> = 31;
template <>
inline constexpr std::uint8_t type_number<ex::TaskSucceeded> = 32;
template <>
inline constexpr std::uint8_t type_number<ex::TaskFailed> = 33;
template <>
inline constexpr std::uint8_t type_number<ex::TaskTimedOut> = 34;
template <>
inline constexpr std::uint8_t type_number<ex::TaskHeartbeat> = 35;
template <>
inline constexpr std::uint8_t type_number<ex::ParallelStarted> = 40;
template <>
inline constexpr std::uint8_t type_number<ex::ParallelSucceeded> = 41;
template <>
inline constexpr std::uint8_t type_number<ex::ParallelFailed> = 42;
template <>
inline constexpr std::uint8_t type_number<ex::BranchFinished> = 43;
template <>
inline constexpr std::uint8_t type_number<ex::ChildrenErased> = 44;
template <>
inline constexpr std::uint8_t type_number<ex::MapStarted> = 50;
template <>
inline constexpr std::uint8_t type_number<ex::MapSucceeded> = 51;
template <>
inline constexpr std::uint8_t type_number<ex::MapFailed> = 52;
template <>
inline constexpr std::uint8_t type_number<ex::IterationStarted> = 53;
template <>
inline constexpr std::uint8_t type_number<ex::IterationSucceeded> = 54;
template <>
inline constexpr std::uint8_t type_number<ex::IterationFailed> = 55;
template <>
inline constexpr std::uint8_t type_number<ex::IterationAborted> = 56;

/// A StateExited that assigns variables lies like one that does not, with the variables behind.
inline constexpr std::uint8_t exited_with_variables = 14;

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

// `io` is the encoder (Body const) or the decoder.
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
void fields(auto& io, Is<ex::StateExited> auto& r) {
    io.state(r.state);
    io.payload(r.output);
    io.state(r.next);
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
void variables(auto& io, Is<ex::StateExited> auto& r) { io.variables(r.assigned); }
void fields(auto& io, Is<ex::WaitPlanned> auto& r) { io.instant(r.due); }

void fields(auto& io, Is<ex::TaskScheduled> auto& r) {
    io.state(r.state);
    io.text(r.function_name);
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

}  // namespace pawl::engine::layout
