#include <charconv>

#include <boost/json/value.hpp>

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

using Due = Result<Instant, StateFailure>;

// AWS waits 2^31 - 1 s at most (24,855 days pass, 24,856 don't: recorded).
constexpr std::int64_t longest_wait_seconds = 2'147'483'647;

// What a path's value looks like in a message: a string without its quotes.
std::string shown(const Payload& value) { return is_string(value.value()) ? std::string(value.value().get_string()) : value.text(); }

// A JSON integer, or a string that holds one (recorded §2: "1" waits a second).
std::optional<std::int64_t> as_long(const Payload& value) {
    if (value.value().is_int64()) return value.value().get_int64();
    if (!is_string(value.value())) return std::nullopt;
    const std::string text(value.value().get_string());
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

class DueTime {
  public:
    DueTime(const Turn& turn, const Frame& frame, const DataFlow& flow, const Payload& input)
        : turn_(turn), frame_(frame), flow_(flow), input_(input) {}

    Due of(const definition::Wait& wait) const {
        if (wait.seconds) return after(*wait.seconds);
        if (wait.seconds_path) return from_seconds(*wait.seconds_path);
        if (wait.timestamp_path) return from_timestamp(*wait.timestamp_path);
        return at(wait.timestamp.value_or(turn_.now()));
    }

  private:
    Due after(std::int64_t seconds) const {
        if (seconds > longest_wait_seconds) return failure("Wait state delay is too long.");
        return turn_.now().plus_seconds(seconds);
    }
    Due at(Instant instant) const {
        if ((instant.milliseconds - turn_.now().milliseconds) / 1000 > longest_wait_seconds) return failure("Wait state delay is too long.");
        return instant;
    }
    Due from_seconds(const query::Path& path) const {
        const auto found = path.select(flow_.scope(input_));
        if (!found || found->value().is_null()) return failure("The SecondsPath parameter does not reference an input value: " + path.text());
        const auto seconds = as_long(*found);
        if (!seconds) return failure("The SecondsPath parameter cannot be parsed as a long value: " + path.text() + " == " + shown(*found));
        if (*seconds < 0) return failure("The SecondsPath parameter references a negative value: " + path.text() + " == " + shown(*found));
        return after(*seconds);
    }
    Due from_timestamp(const query::Path& path) const {
        const auto found = path.select(flow_.scope(input_));
        if (!found || found->value().is_null()) return failure("The TimestampPath parameter does not reference an input value: " + path.text());
        const auto instant = is_string(found->value()) ? parse_timestamp(shown(*found)) : std::nullopt;
        if (instant) return at(*instant);
        return failure("The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: " + path.text() +
                       " == " + shown(*found));
    }
    StateFailure failure(std::string message) const { return runtime_failure(turn_.state_of(frame_), frame_, std::move(message)); }

    const Turn& turn_;
    const Frame& frame_;
    const DataFlow& flow_;
    const Payload& input_;
};

}  // namespace

void enter(Turn& turn, Frame& frame, const definition::Wait& wait) {
    const DataFlow flow(turn, frame);
    const auto input = flow.input_path(wait.input_path);
    if (!input) return fail_state(turn, frame, input.error());
    auto due = DueTime(turn, frame, flow, *input).of(wait);
    if (!due) return fail_state(turn, frame, std::move(due).error());
    if (*due <= turn.now()) return wait_over(turn, frame);
    turn.fact(frame.id, WaitPlanned{*due});
}

void wait_over(Turn& turn, Frame& frame) {
    const auto& wait = std::get<definition::Wait>(turn.state_of(frame).body);
    const DataFlow flow(turn, frame);
    auto output = flow.input_path(wait.input_path);
    if (output) output = flow.output_path(wait.output_path, *output);
    if (!output) return fail_state(turn, frame, std::move(output).error());
    exit_state(turn, frame, *std::move(output), wait.transition.next);
}

}  // namespace pawl::execution
