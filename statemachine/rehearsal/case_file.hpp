// A test of a state machine as its text file says it (docs/reference/case-files.md); plain data, nothing of it is run yet. One file holds one test or
// several; what stands before the first "test:" holds for all of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::rehearsal {

/// What answers a call.
struct Answer {
    enum class Kind { Returns, Fails, Echoes, Breaks, Never, Missing };
    std::int64_t after_ms = 0;
    Kind kind = Kind::Never;
    bool always = false;  ///< every further call gets it, too
    std::string text;     ///< body, or the cause of Breaks
    std::string error;    ///< Breaks: the error's name
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

struct Case {
    std::string name;          ///< empty: the only one of its file
    std::size_t line = 1;      ///< where it begins
    std::string machine;       ///< the definition, if it stands in the file
    std::string machine_file;  ///< else the file it is in
    std::string input = "{}";
    std::string input_file;
    std::map<std::string, std::vector<Answer>> workers;  ///< by function
    std::map<std::string, std::vector<Answer>> states;   ///< by state; goes before the function's
    std::vector<Step> script;
    std::optional<std::uint32_t> limit_events;
    std::optional<std::size_t> limit_payload, limit_turn, limit_variable, limit_all_variables, limit_fuel, limit_steps;
    // What is expected; what is not there is not compared.
    std::vector<ExpectedEvent> history;
    std::string outcome;       ///< "SUCCEEDED"
    std::string outcome_text;  ///< what follows it: compared letter by letter
    std::string output;        ///< JSON, compared by value
    std::optional<std::string> error, cause;
    std::optional<std::vector<std::string>> path;  ///< states in the order they are entered
    std::optional<std::int64_t> took_ms;
    std::optional<std::vector<Call>> calls;

    bool expects_something() const { return !history.empty() || !outcome.empty() || !output.empty() || error || cause || path || took_ms || calls; }
};

/// What is wrong with a case file.
struct CaseFault {
    std::size_t line = 0;
    std::string message;
};
/// At least one test, each of them with a machine and something expected.
Result<std::vector<Case>, CaseFault> parse_cases(std::string_view text);

/// The members of a JSON object as written, values uncut: {"a": [1, 2]} gives a → "[1, 2]". Empty when it is no object.
std::optional<std::vector<std::pair<std::string, std::string>>> raw_members(std::string_view object);

}  // namespace pawl::rehearsal
