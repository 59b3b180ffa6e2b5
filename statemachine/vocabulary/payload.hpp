// A Payload is a JSON value that is shared and never changes: the text it came as, its parsed form (made when first asked for) and
// a node inside it. Selecting a node copies nothing. Copying a Payload copies one pointer.
//
// Threads: a Payload belongs to one thread (its lazily made parts are not guarded). What crosses a thread is text.
// Texts are kept verbatim: a Payload made from text gives that text back, white space included; one made from a value or a node is
// written compactly (numbers as Java's Jackson writes them: 1.00 becomes 1.0).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl {

namespace json = boost::json;

/// Why a text is no JSON. The message is Jackson's where it was recorded: "Unrecognized token 'not': was expecting (…)".
struct JsonError {
    std::string message;
    std::size_t offset = 0;
};

/// Where the journal holds a payload's text: the row, the place within that row, and whose row it is. {} = not written yet.
struct PayloadAddress {
    RowId row = 0;
    std::uint32_t index = 0;
    ExecutionKey execution = 0;
    friend bool operator==(const PayloadAddress&, const PayloadAddress&) = default;
};

class Payload {
  public:
    /// JSON null.
    Payload();

    /// Checks that the text is one JSON value and parses it.
    static Result<Payload, JsonError> parse(std::string text);
    /// A text known to be JSON (it was checked when it came in): parsed only if somebody looks inside. A text that turns out not to be
    /// JSON is our bug and aborts.
    static Payload from_checked_text(std::string text);
    /// Takes a newly built value.
    static Payload from_value(json::value value);
    /// Takes a value that lives in `owner`, in whatever memory that has.
    static Payload from_owner(std::shared_ptr<const void> owner, const json::value& value);
    /// "{}"
    static Payload empty_object();

    /// The value; valid as long as this or another Payload of the same document lives.
    const json::value& value() const;
    /// The value as JSON text.
    const std::string& text() const;
    /// Whether it is nested deeper than parse() takes. What a state has built must be asked before it becomes a payload that others parse.
    bool is_too_deep() const;
    /// A part of this value. `node` must lie inside value(); the whole value gives this very Payload back.
    Payload select(const json::value& node) const;

    /// The same value written compactly, as something newly built is: another Payload only if it came as a text that is written otherwise.
    Payload rewritten() const;

    /// Same value object (not equal values): used to write a payload once.
    bool is_same(const Payload& other) const { return rep_ == other.rep_; }
    PayloadAddress address() const;
    /// Notes where the journal put it. Called once, by the journal codec.
    void set_address(PayloadAddress address) const;

    /// By JSON value, numbers by value, member order ignored.
    friend bool operator==(const Payload& a, const Payload& b);

  private:
    struct Rep;
    explicit Payload(std::shared_ptr<const Rep> rep) : rep_(std::move(rep)) {}
    std::shared_ptr<const Rep> rep_;
};

/// A copy in memory of its own. json::value's copy constructor copies into the memory of the original, which for a Payload's value is the
/// document's: such a copy makes the document grow and dies with it.
json::value copy_of(const json::value& value);

/// Writes a value compactly as AWS does. Doubles in Java's form (1.0, 1.0E10); appended to `out`.
void write_json(const json::value& value, std::string& out);
std::string to_json(const json::value& value);
/// A JSON string literal with its quotes. Bytes that are no UTF-8 (a worker's headers and bodies may hold any) become U+FFFD.
void write_json_string(std::string_view text, std::string& out);

/// Numbers that neither a 64-bit integer nor a double can hold (a 30-digit integer, 1E400) are kept as their digits, in a string value
/// that no JSON text can produce (its first byte is 0xFF). These three are the only ones that know; ask them instead of value::is_string().
bool is_number(const json::value& value);
bool is_string(const json::value& value);
/// The number as a double (the nearest one); the value must be a number.
double to_double(const json::value& value);

}  // namespace pawl
