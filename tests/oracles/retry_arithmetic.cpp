#include "tests/oracles/retry_arithmetic.hpp"

#include <algorithm>
#include <cmath>

namespace pawl::oracles {
namespace {

using namespace execution;

// Whether an error is named. The expiry of a heartbeat can't be told from that of TimeoutSeconds in the history, so States.HeartbeatTimeout may or
// may not stand for a States.Timeout.
enum class Named { No, Perhaps, Yes };
Named names(const definition::Retrier& retrier, const std::string& error) {
    auto named = Named::No;
    for (const auto& each : retrier.error_equals) {
        if (each == error || each == "States.ALL" || (each == "States.TaskFailed" && error != "States.Timeout")) return Named::Yes;
        if (each == "States.HeartbeatTimeout" && error == "States.Timeout") named = Named::Perhaps;
    }
    return named;
}

}  // namespace

const std::vector<definition::Retrier>* RetryArithmetic::retriers(StateIndex state) const {
    const auto& body = machine_.state(state).body;
    if (const auto* task = std::get_if<definition::Task>(&body)) return &task->retry_catch.retry;
    if (const auto* parallel = std::get_if<definition::Parallel>(&body)) return &parallel->retry_catch.retry;
    if (const auto* map = std::get_if<definition::Map>(&body)) return &map->retry_catch.retry;
    return nullptr;
}

std::string RetryArithmetic::planned(const Record& record, Visit& visit, std::uint32_t used) {
    const auto* rules = visit.state == no_state ? nullptr : retriers(visit.state);
    if (rules == nullptr || used >= rules->size()) return "a retry by a retrier that is not there";
    const auto& retrier = (*rules)[used];
    if (visit.error) {
        for (std::uint32_t i = 0; i < used; ++i) {
            if (names((*rules)[i], *visit.error) == Named::Yes) return "retrier " + std::to_string(i) + " comes first for " + *visit.error;
        }
        if (names(retrier, *visit.error) == Named::No) return "the retrier does not name " + *visit.error;
    }
    visit.uses.resize(rules->size(), 0);
    const auto use = ++visit.uses[used];
    if (use > retrier.max_attempts) return "use " + std::to_string(use) + " of a retrier with MaxAttempts " + std::to_string(retrier.max_attempts);
    double seconds = static_cast<double>(retrier.interval_seconds);
    for (std::uint32_t i = 1; i < use; ++i) seconds *= retrier.backoff_rate;
    if (retrier.max_delay_seconds) seconds = std::min(seconds, static_cast<double>(*retrier.max_delay_seconds));
    const auto due = std::get<RetryPlanned>(record.body).due;
    const auto delay = due.milliseconds - record.time.milliseconds;
    const auto wanted = seconds * 1000;
    const bool jitter = retrier.jitter == definition::Jitter::Full;
    // A decision's clock may be ahead of or behind the record's time (which never goes back), but only when the world's clock jumped.
    if (jitter ? static_cast<double>(delay) > wanted + 1 : std::abs(static_cast<double>(delay) - wanted) > 1) {
        return "a delay of " + std::to_string(delay) + " ms where " + std::to_string(wanted) + " ms are right (use " + std::to_string(use) + ")";
    }
    visit.planned = true;
    visit.due = due;
    return {};
}

std::string RetryArithmetic::add(const Record& record) {
    auto& visit = visits_[record.frame];
    if (const auto* entered = std::get_if<StateEntered>(&record.body)) {
        visit = Visit{};
        visit.state = entered->state;
    } else if (const auto* failed = std::get_if<TaskFailed>(&record.body)) {
        visit.error = failed->failure.error;
    } else if (std::holds_alternative<TaskTimedOut>(record.body)) {
        visit.error = "States.Timeout";
    } else if (const auto* evaluation = std::get_if<EvaluationFailed>(&record.body)) {
        if (visit.planned && record.time < visit.due) return "tried again before the delay was over";
        visit.planned = false;
        visit.error = evaluation->failure.error;
    } else if (const auto* retry = std::get_if<RetryPlanned>(&record.body)) {
        return planned(record, visit, retry->retrier);
    } else if (std::holds_alternative<TaskScheduled>(record.body) || std::holds_alternative<ParallelStarted>(record.body) ||
               std::holds_alternative<MapStarted>(record.body)) {
        if (visit.planned && record.time < visit.due) return "tried again before the delay was over";
        visit.planned = false;
        visit.error.reset();
    } else if (std::holds_alternative<StateExited>(record.body) && visit.error && visit.state != no_state) {
        // Caught: then no retrier with uses left may name the error.
        const auto* rules = retriers(visit.state);
        for (std::uint32_t i = 0; rules != nullptr && i < rules->size(); ++i) {
            const auto named = names((*rules)[i], *visit.error);
            if (named == Named::Perhaps) break;
            const auto uses = i < visit.uses.size() ? visit.uses[i] : 0;
            if (named == Named::Yes && uses < (*rules)[i].max_attempts)
                return "caught, though retrier " + std::to_string(i) + " has tries left for " + *visit.error;
            if (named == Named::Yes) break;
        }
        visit.error.reset();
    }
    return {};
}

}  // namespace pawl::oracles
