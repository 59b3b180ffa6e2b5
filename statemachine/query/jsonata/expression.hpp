// A JSONata expression: compiled once from its text, evaluated many times over payload nodes without copying them.
//
// An Expression is immutable and may be shared between threads; copying it copies one pointer. An evaluation runs in the calling thread, keeps
// nothing, reads no clock and draws no random number of its own: both come in with the Scope. Every limit ends in an EvaluationError, never in a
// crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query::jsonata {

/// Step Functions' language has $partition, $range, $hash, $uuid, $parse and a seeded $random, and no $eval. The reference's (jsonata.org) is what
/// the language's own test suite runs against.
enum class Dialect : std::uint8_t { StepFunctions, Reference };

/// Why a text is no expression, in the reference's words: {"S0202", "Expected \"]\", got \")\""}.
struct SyntaxError {
    std::string code;
    std::string message;       ///< without the code
    std::string token;         ///< what was found, as it stands in the text; may be empty
    std::size_t position = 0;  ///< byte offset behind the token that was found
};

/// Why an evaluation failed, in the reference's words: {"T1006", "Attempted to invoke a non-function"}. AWS shows "<code>: <message>".
struct EvaluationError {
    std::string code;                 ///< may be empty: AWS's message about memory has none
    std::string message;              ///< without the code
    std::string token;                ///< the operator or function at fault; may be empty
    std::string function_name;        ///< of D3140 only
    std::string value;                ///< the value at fault as JSON; empty = none
    std::size_t position = 0;         ///< byte offset in the text
    bool result_is_function = false;  ///< evaluated, but to what no JSON value is: AWS's "returned an unsupported result type."
};

/// What an evaluation may use up. The defaults are AWS's where it was measured.
struct Limits {
    std::uint64_t fuel = 8'000'000;                    ///< steps: one per node evaluated and per item touched. Ends in U1001.
    std::uint32_t depth = 100;                         ///< nested evaluations, as the reference counts them (AWS: a sum of 200 terms fails). U1001.
    std::size_t largest_value_bytes = 873'782UL * 16;  ///< one array (16 bytes an item) or string (AWS: [1..873782] passes, [1..873783] doesn't)
    std::size_t memory_bytes = 256UL << 20;            ///< all that one evaluation builds, intermediate values included
};

struct Graft;

/// A value as it is bound: a payload, in which other payloads may stand in the place of some nodes. So what is large need not be copied into an
/// object built around it.
struct Bound {
    const Payload* value = nullptr;              ///< null: not bound
    const std::vector<Graft>* grafts = nullptr;  ///< null: it is as it stands
};
struct Graft {
    const json::value* place = nullptr;  ///< within the payload's value, inside objects alone; what stands there itself is not seen
    Bound value;
};

/// Gives the values of $name. Implemented by whoever evaluates. Payloads and grafts must stay where they are until evaluate() has returned.
class Bindings {
  public:
    virtual ~Bindings() = default;
    /// Null: $name is not bound.
    virtual const Payload* find(std::string_view name) const = 0;
    /// What is asked: for values with grafts.
    virtual Bound bound(std::string_view name) const { return {find(name), nullptr}; }

    struct Member {
        bool known = false;  ///< false: no short cut, the whole of $name is asked for
        Bound value;         ///< not bound: $name has no such member
    };
    /// $name.member, for values that cost something to build whole ($states, whose context is seldom looked at).
    virtual Member member(std::string_view /*name*/, std::string_view /*member*/) const { return {}; }
};

struct Scope {
    const Payload* input = nullptr;      ///< $ and $$; null = undefined
    const Bindings* bindings = nullptr;  ///< null = none
    Instant now;                         ///< $now() and $millis()
    std::uint64_t entropy = 0;           ///< $random(), $shuffle() and $uuid() draw from it
    Limits limits;
    std::uint64_t* steps = nullptr;  ///< evaluate() adds the fuel it used; null = nobody asks
};

/// A name the expression takes from outside, each pair once.
struct VariableReference {
    std::string name;  ///< without "$": "states"
    std::string step;  ///< the field taken first: "input" of $states.input.a; empty when the whole value is used
    friend bool operator==(const VariableReference&, const VariableReference&) = default;
};

/// What an expression refers to outside itself, for checks before anything runs.
struct References {
    std::vector<VariableReference> variables;  ///< free ones, in order of appearance; built-in functions that are not shadowed are none
    std::vector<std::string> top_level_names;  ///< fields taken of the outermost context (phone.number: "phone"; * and ** and % as such)
    bool context = false;                      ///< $ of the outermost context
    bool root = false;                         ///< $$ anywhere
};

struct Program;

class Expression {
  public:
    static Result<Expression, SyntaxError> compile(std::string_view text, Dialect dialect = Dialect::StepFunctions);

    const std::string& text() const;
    const References& references() const;

    /// Empty = undefined. A function as the result is an error in Step Functions' dialect (recorded), undefined in the reference's. A result that is
    /// a node of a payload that came in is selected, not copied.
    Result<std::optional<Payload>, EvaluationError> evaluate(const Scope& scope) const;

  private:
    explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
    std::shared_ptr<const Program> program_;
};

}  // namespace pawl::query::jsonata
