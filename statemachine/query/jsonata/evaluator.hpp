// Evaluates a compiled expression once. Everything it builds lives in its arena; what fails is noted here and travels up as Value::error().
// One thread, one evaluation. Internal to the JSONata engine.
//
// Depth counts nested evaluations of nodes as the reference does, so that limits mean the same; fuel counts nodes evaluated and items touched.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "statemachine/query/jsonata/builder.hpp"
#include "statemachine/query/jsonata/library/date_time_picture.hpp"
#include "statemachine/query/jsonata/library/library_error.hpp"
#include "statemachine/query/jsonata/program.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::query::jsonata {

/// The variables of one call, block, transform or tuple.
struct Frame {
    const FrameLayout* layout = nullptr;
    Frame* outer = nullptr;
    const TupleBinding* bindings = nullptr;  ///< of tuples

    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
};

struct Function {
    enum class Form : std::uint8_t { Builtin, Lambda, Partial, Chain, Transform, Regex, NextMatch };
    Form form = Form::Builtin;
    std::uint32_t arity = 0;  ///< arguments a higher-order function hands it
    const Builtin* builtin = nullptr;
    const Node* node = nullptr;       ///< lambda, transform
    Frame* frame = nullptr;           ///< lambda, transform: where it was made
    Value input;                      ///< lambda: the context it was made in; next match: the text
    const Function* first = nullptr;  ///< partial: what is called; chain: what is called first
    const Function* second = nullptr;
    std::span<const Value> held;  ///< partial: its arguments, Unbound where one is to come
    std::uint32_t index = 0;      ///< regex: into the program's; next match: into the evaluation's match states
};

/// What an error message names.
struct Culprit {
    Value value{};
    Value value2{};
    std::string_view token{};
    std::string_view type{};
    std::size_t index = 0;
    std::uint32_t position = 0;
};

class Evaluator {
  public:
    Evaluator(const Program& program, const Scope& scope, void* memory, std::size_t memory_bytes);

    Result<std::optional<Payload>, EvaluationError> run();

    Value eval(const Node& node, const Value& input, Frame* frame);
    /// Calls a function of the expression. `context` stands in for arguments left out; `name` and `position` go into errors.
    Value call(const Function& function, std::span<Value> arguments, const Value& context, std::string_view name = {}, std::uint32_t position = 0);

    // For the built-in functions.
    Arena& arena() { return arena_; }
    const Scope& scope() const { return scope_; }
    Dialect dialect() const { return program_.dialect; }
    const library::RegularExpression& pattern(const Function& function) const { return program_.regexes[function.index]; }
    std::size_t largest_text() const { return scope_.limits.largest_value_bytes; }
    RandomBits& random() { return random_; }
    /// A date-time picture, compiled once an evaluation; null: it is no picture, and the evaluation has failed.
    const library::DateTimePicture* picture(std::string_view text);
    /// JSON text → value, which lives as long as the evaluation's result.
    Value parse(std::string_view text);
    Value text(std::string_view text);                  ///< copied into the arena
    Value text(library::Outcome<std::string> outcome);  ///< or the library's error
    Value fail(std::string_view code, const Culprit& culprit = {});
    Value fail(const library::LibraryError& error);
    /// The memory error, in AWS's words.
    Value fail_memory();
    /// Uses up fuel; false: there is none left and the evaluation has failed.
    bool charge(std::uint64_t steps) {
        if (fuel_ >= steps) {
            fuel_ -= steps;
            return true;
        }
        fail("U1002");
        return false;
    }
    bool failed() const { return failed_; }
    /// A value with the same items, a sequence or not; fails when it is too large.
    Value finish(Builder& builder, std::uint8_t flags);
    static Value nothing();  ///< an empty sequence
    Value array_of(std::span<const Value> items, std::uint8_t flags = 0);
    Value singleton(const Value& item, std::uint8_t flags = 0) { return array_of({&item, 1}, flags); }
    /// [1] is 1 and [] is undefined where they are sequences: what the end of each evaluation does.
    static Value unwrap(const Value& value);
    ObjectData* new_object() { return arena_.make<ObjectData>(); }
    Value match_object(const Function& matcher, const Value& text);
    Value next_match(const Function& next);
    /// $f(a, b, c) with as many arguments as it takes.
    Value call_with(const Function& function, const Value& a, const Value& b, const Value& c);
    /// A number in JavaScript's eyes: fails (D1001) on infinity. False also when it is no number.
    bool numeric(const Value& value);
    /// As JSON for $string and &; fails on what cannot be written.
    bool write_text(const Value& value, std::string& out, bool pretty);
    std::string json_of(const Value& value) const;
    Value to_text(const Value& value, bool pretty = false);
    bool equal(const Value& a, const Value& b, unsigned depth = 0);
    std::optional<bool> truth(const Value& value);
    bool nested_truth(const Value& value, unsigned depth);
    /// What looking through a text costs.
    bool charge_text(const Value& value) { return !value.is_string() || value.length < 64 || charge(value.length / 16); }
    bool is_true(const Value& value) { return truth(value).value_or(false); }
    Value lookup(const Value& input, std::string_view key);
    Value append(const Value& a, const Value& b);
    Value copy(const Value& value, unsigned depth = 0);

  private:
    friend class Sorter;
    friend class PathRun;
    const Program& program_;
    const Scope& scope_;
    Arena arena_;
    std::uint64_t fuel_;
    std::uint32_t depth_ = 0;
    std::uint32_t depth_limit_;
    const char* stack_floor_;
    bool failed_ = false;
    RandomBits random_;
    std::vector<std::pair<std::string, library::DateTimePicture>> pictures_;
    std::list<Payload> parsed_;  // they stay where they are
    std::size_t parsed_bytes_ = 0;
    std::vector<const Payload*> payloads_;
    Value root_input_;
    Value* externals_;  ///< Unbound = not looked up yet, Error = not bound outside
    std::uint32_t* hints_;
    Frame* free_frames_[8] = {};
    std::vector<std::pair<library::RegexMatches, Value>> matches_;
    struct {
        const Node* node = nullptr;
        Value input;
        Frame* frame = nullptr;
    } tail_;
    struct {
        std::string_view code;
        Culprit culprit;
        std::string message;  ///< complete; empty = the code's
        std::string json;     ///< of the culprit, when it is no Value
        bool has_token = false;
    } error_;

    Result<std::optional<Payload>, EvaluationError> run_to_its_end();
    Value eval_kind(const Node& node, const Value& input, Frame* frame);
    Value variable(const Node& node, const Value& input, Frame* frame);
    Value external(const Node& node);
    Value take(const Payload& payload);
    Value take(const Bound& bound);
    Value grafted(const json::value& node, std::uint16_t origin, const std::vector<Graft>& grafts);
    std::uint16_t origin_of(const Payload& payload);
    Value bind(const Node& node, const Value& input, Frame* frame);
    Value block(const Node& node, const Value& input, Frame* frame);
    Value array(const Node& node, const Value& input, Frame* frame);
    Value negate(const Node& node, const Value& input, Frame* frame);
    Value wildcard(const Value& input);
    Value descendants(const Value& input);
    bool gather_descendants(const Value& value, Builder& out, unsigned depth);
    Value parent(const Node& node, Frame* frame);
    Value lambda(const Node& node, const Value& input, Frame* frame);

    // operators.cpp
    Value binary(const Node& node, const Value& input, Frame* frame);
    Value logical(const Node& node, const Value& input, Frame* frame);
    Value arithmetic(Operator op, const Value& a, const Value& b);
    Value compare(Operator op, const Value& a, const Value& b);
    Value concat(const Value& a, const Value& b);
    Value range(const Value& a, const Value& b);
    Value includes(const Value& a, const Value& b);

    // paths.cpp
    Value path(const Node& node, const Value& input, Frame* frame);
    Value plain_path(const Node& node, const Value& input, Frame* frame);
    Value name_step(const Node& step, const Items& items, bool last);
    Value step(const Node& step, const Items& items, Frame* frame, bool last);
    Value filter(const Node& predicate, const Value& input, Frame* frame, const FrameLayout* layout);
    Value filter_tuples(const Node& predicate, const Value& input, Frame* frame, const FrameLayout* layout);
    std::uint32_t matches_index(const Value& result, std::uint32_t place, std::uint32_t size);
    std::optional<Value> known_member(const Node& path);

    // tuples.cpp
    Value tuple_step(const Node& step, const Value& items, bool first, Frame* frame, const FrameLayout* layout);
    Value stages(const Node& step, Value value, Frame* frame, const FrameLayout* layout);
    Frame* tuple_frame(const FrameLayout* layout, Frame* outer, const TupleBinding* bindings);
    Value tuples_of(TupleArray* tuples, std::uint8_t flags = 0);
    Value items_of_tuples(const Value& tuples);
    const TupleBinding* bind_tuple(std::uint32_t name, const Value& value, const TupleBinding* older);
    Tuple reduce(const Value& tuples);
    void push(TupleArray& tuples, const Tuple& tuple);

    // groups.cpp
    Value group(const List<Node*>& pairs, std::uint32_t position, const Value& input, Frame* frame, const FrameLayout* layout);
    Value single_object(const List<Node*>& pairs, std::uint32_t position, const Value& item, Frame* frame);

    // sorting.cpp
    Value order(const Node& step, const Value& input, Frame* frame, const FrameLayout* layout);

    // calls.cpp
    Value call_node(const Node& node, const Value& input, Frame* frame, const Value* applied);
    Value call_once(const Function& function, std::span<Value> arguments, const Value& context, std::string_view name, std::uint32_t position,
                    Frame*& done);
    Value call_builtin(const Builtin& builtin, std::span<Value> arguments, const Value& context, std::string_view name);
    Value call_lambda(const Function& function, std::span<Value> arguments, const Value& context, std::string_view name, Frame*& done);
    Value partial(const Node& node, const Value& input, Frame* frame);
    Value apply(const Node& node, const Value& input, Frame* frame);
    bool validate(const Signature& signature, std::span<Value>& arguments, const Value& context);
    bool arguments_of(const Node& node, const Value& input, Frame* frame, const Value* applied, std::span<Value>& out);
    Value transform(const Function& function, const Value& input);
    void blame(std::string_view token, std::uint32_t position);
    Frame* new_frame(const FrameLayout* layout, Frame* outer);
    void release(Frame* frame);

    // results.cpp
    Result<std::optional<Payload>, EvaluationError> result(const Value& value);
    EvaluationError error() const;
    std::string culprit_json(const Value& value) const;
};

}  // namespace pawl::query::jsonata
