// A case as its text file says it (README.md); plain data, nothing of it is run yet.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::cases {

/// One thing a worker does about a call.
struct Answer {
    enum class Kind { Returns, Fails, Echoes, Breaks, Never };
    std::int64_t after_ms = 0;
    Kind kind = Kind::Never;
    std::string text;   ///< body, or the cause of Breaks
    std::string error;  ///< Breaks: the error's name
};

struct Step {
    enum class Kind { Stop, Heartbeat, Answer };
    std::int64_t at_ms = 0;
    Kind kind = Kind::Stop;
    std::optional<std::string> error, cause;  ///< Stop
    std::string function;                     ///< Heartbeat, Answer
    std::size_t call = 0;                     ///< which call of the function, from 1; 0 = the one that runs
    Answer answer;
};

struct ExpectedEvent {
    std::uint32_t id = 0, previous = 0;
    std::optional<std::int64_t> at_ms;
    std::string type;
    std::optional<std::string> details;  ///< as written
    std::size_t line = 0;
};

struct Call {
    std::string function, input;
};

struct CaseFile {
    std::string machine;
    std::string input = "{}";
    std::map<std::string, std::vector<Answer>> workers;
    std::vector<Step> script;
    std::optional<std::uint32_t> limit_events;
    std::optional<std::size_t> limit_payload, limit_turn;
    std::vector<ExpectedEvent> history;
    std::string outcome;       ///< "SUCCEEDED"
    std::string outcome_text;  ///< what follows it
    std::optional<std::vector<Call>> calls;
};

/// What is wrong with a case file, with the line.
struct CaseFault {
    std::string message;
};
Result<CaseFile, CaseFault> parse_case(std::string_view text);

/// The members of a JSON object as written, values uncut: {"a": [1, 2]} gives a → "[1, 2]". Empty when it is no object.
std::optional<std::vector<std::pair<std::string, std::string>>> raw_members(std::string_view object);

}  // namespace pawl::cases
