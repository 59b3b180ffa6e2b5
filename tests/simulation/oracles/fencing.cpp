#include "tests/simulation/oracles/fencing.hpp"

#include <cstdlib>

namespace pawl::simulation {
namespace {

std::string name(ExecutionKey execution, execution::TaskToken token) {
    return "execution " + std::to_string(execution) + ", frame " + std::to_string(token.frame) + ", attempt scheduled by event " +
           std::to_string(token.scheduled);
}

}  // namespace

void Fencing::dispatched(const engine::DispatchRequest& request) {
    const auto who = std::pair(request.execution, request.token);
    const auto [attempt, first] = attempts_.try_emplace(who, Attempt{request.idempotency_key, request.input, request.attempt});
    if (request.idempotency_key.empty()) complaints_.add("fencing", name(request.execution, request.token) + " goes out without an idempotency key");
    if (!first) {
        if (attempt->second.key != request.idempotency_key) {
            complaints_.add("fencing", name(request.execution, request.token) + " goes out again with another idempotency key");
        }
        if (attempt->second.input != request.input || attempt->second.attempt != request.attempt) {
            complaints_.add("fencing", name(request.execution, request.token) + " goes out again with another input or attempt number");
        }
    }
    const auto [owner, fresh] = keys_.try_emplace(request.idempotency_key, who);
    if (!fresh && owner->second != who) {
        complaints_.add("fencing",
                        name(request.execution, request.token) + " has the idempotency key of " + name(owner->second.first, owner->second.second));
    }
}

std::uint64_t Fencing::answering(ExecutionKey execution, execution::TaskToken token) {
    answers_.emplace(++serial_, std::pair(execution, token));
    return serial_;
}

void Fencing::committed(ExecutionKey execution, const execution::Record& record) {
    if (std::holds_alternative<execution::TaskScheduled>(record.body)) scheduled_[{execution, record.frame}] = record.event;
    if (const auto* succeeded = std::get_if<execution::TaskSucceeded>(&record.body)) outcome(execution, record, succeeded->output.text());
    if (const auto* failed = std::get_if<execution::TaskFailed>(&record.body)) outcome(execution, record, failed->failure.cause.value_or(""));
}

void Fencing::outcome(ExecutionKey execution, const execution::Record& record, const std::string& text) {
    const auto at = text.find("answer#");
    if (at == std::string::npos) return;  // an answer cut down or replaced by the engine (too large): no mark to read
    const auto serial = std::strtoull(text.c_str() + at + 7, nullptr, 10);
    const auto answer = answers_.find(serial);
    const execution::TaskToken token{record.frame, scheduled_[{execution, record.frame}]};
    if (answer == answers_.end()) {
        complaints_.add("fencing", name(execution, token) + " took answer " + std::to_string(serial) + ", which no worker gave");
        return;
    }
    if (answer->second != std::pair(execution, token)) {
        complaints_.add("fencing", name(execution, token) + " took an answer given for " + name(answer->second.first, answer->second.second));
    }
    if (!taken_.insert(serial).second)
        complaints_.add("fencing", name(execution, token) + " took answer " + std::to_string(serial) + " a second time");
}

}  // namespace pawl::simulation
