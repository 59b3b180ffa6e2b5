#include "statemachine/execution/retry_catch.hpp"

#include <algorithm>
#include <cmath>

namespace pawl::execution {
namespace {

const definition::RetryCatch* retry_catch_of(const definition::State& state) {
    if (const auto* task = std::get_if<definition::Task>(&state.body)) return &task->retry_catch;
    if (const auto* parallel = std::get_if<definition::Parallel>(&state.body)) return &parallel->retry_catch;
    if (const auto* map = std::get_if<definition::Map>(&state.body)) return &map->retry_catch;
    return nullptr;
}

// Spreads 64 random bits (the finaliser of splitmix64): frames that retry in the same decision share a tick's entropy but not their delay.
std::uint64_t mixed(std::uint64_t bits) {
    bits += 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

}  // namespace

bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure) {
    return std::any_of(error_equals.begin(), error_equals.end(), [&](const std::string& name) {
        return name == failure.failure.error || name == errors::all || (name == errors::task_failed && failure.failure.error != errors::timeout) ||
               (name == errors::heartbeat_timeout && failure.heartbeat);
    });
}

std::int64_t retry_delay_milliseconds(const definition::Retrier& retrier, std::uint32_t use, std::uint64_t entropy) {
    constexpr double longest = 99'999'999.0;      // AWS's maximum for IntervalSeconds and TimeoutSeconds
    if (retrier.interval_seconds == 0) return 0;  // 0 times an overflown backoff would be no number
    double seconds = static_cast<double>(retrier.interval_seconds) * std::pow(retrier.backoff_rate, static_cast<double>(use) - 1);
    if (retrier.max_delay_seconds) seconds = std::min(seconds, static_cast<double>(*retrier.max_delay_seconds));
    seconds = std::min(seconds, longest);
    if (retrier.jitter == definition::Jitter::Full) seconds *= static_cast<double>(entropy >> 11) * 0x1p-53;
    return static_cast<std::int64_t>(std::llround(seconds * 1000));
}

bool plan_retry(Draft& draft, Frame& frame, const StateFailure& failure) {
    const definition::RetryCatch* rules = retry_catch_of(draft.state_of(frame));
    if (rules == nullptr) return false;
    for (std::uint32_t i = 0; i < rules->retry.size(); ++i) {
        const definition::Retrier& retrier = rules->retry[i];
        if (!matches(retrier.error_equals, failure)) continue;
        const std::uint32_t used = i < frame.retries.size() ? frame.retries[i] : 0;
        if (used >= retrier.max_attempts) return false;
        const std::uint64_t own = mixed(draft.entropy() ^ (std::uint64_t{frame.id} << 32) ^ frame.retry_count);
        draft.fact(frame.id, RetryPlanned{i, draft.now().plus_milliseconds(retry_delay_milliseconds(retrier, used + 1, own))});
        return true;
    }
    return false;
}

const definition::Catcher* find_catcher(const definition::State& state, const StateFailure& failure) {
    const definition::RetryCatch* rules = retry_catch_of(state);
    if (rules == nullptr) return nullptr;
    for (const definition::Catcher& catcher : rules->catches) {
        if (matches(catcher.error_equals, failure)) return &catcher;
    }
    return nullptr;
}

Payload error_output(const Failure& failure) {
    std::string text = "{\"Error\":";
    write_json_string(failure.error, text);
    text += ",\"Cause\":";
    write_json_string(failure.cause.value_or(""), text);
    text += '}';
    return Payload::from_checked_text(std::move(text));
}

}  // namespace pawl::execution
