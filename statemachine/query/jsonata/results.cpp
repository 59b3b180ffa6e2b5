// What an evaluation ends with: a payload, or an error with its message.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value_stack.hpp>

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/query/jsonata/messages.hpp"
#include "statemachine/query/jsonata/text_writer.hpp"
#include "statemachine/vocabulary/json_parser.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr std::size_t bytes_per_value = 32;    // of a json::value with its share of what holds it
constexpr std::size_t longest_culprit = 8192;  // of a value in a message; AWS cuts causes later on

// Copies a result into memory of its own.
class ResultWriter {
  public:
    /// `as_it_is`: doubles stay doubles (1.0), as in a part of the input that is selected.
    ResultWriter(json::value_stack& stack, bool names_infinity, bool as_it_is, std::uint64_t budget)
        : stack_(stack), names_infinity_(names_infinity), as_it_is_(as_it_is), budget_(budget) {}

    bool write(const Value& value) {
        if (budget_-- == 0) return exhausted_ = true, ++budget_, false;
        switch (value.tag) {
            case Tag::Bool:
                stack_.push_bool(value.boolean);
                return true;
            case Tag::Number:
                number(value.number);
                return true;
            case Tag::BigNumber:
                return node(*value.node);
            case Tag::String:
                return text(value.string());
            case Tag::NodeArray:
            case Tag::NodeObject:
                return node(*value.node);
            case Tag::Array:
            case Tag::Range: {
                if (++depth_ > max_payload_depth) return too_deep_ = true, false;
                const Items items = Items::of(value);
                for (std::uint32_t i = 0; i < items.size(); ++i) {
                    if (!write(items[i])) return false;
                }
                --depth_;
                stack_.push_array(items.size());
                return true;
            }
            case Tag::Object: {
                if (++depth_ > max_payload_depth) return too_deep_ = true, false;
                std::size_t count = 0;
                bool fine = true;
                each_member(value, [&](std::string_view key, const Value& member) {
                    if (member.is_undefined() || member.is_function()) return true;  // as JSON.stringify leaves them out
                    stack_.push_key({key.data(), key.size()});
                    ++count;
                    return fine = write(member);
                });
                --depth_;
                if (fine) stack_.push_object(count);
                return fine;
            }
            default:
                stack_.push_null();
                return true;
        }
    }
    bool too_deep() const { return too_deep_; }

  private:
    json::value_stack& stack_;
    bool names_infinity_, as_it_is_;
    std::uint64_t budget_;
    std::size_t depth_ = 0;
    bool too_deep_ = false, exhausted_ = false;

    bool text(std::string_view characters) {
        const std::uint64_t cost = characters.size() / 16;
        if (budget_ < cost) return exhausted_ = true, false;
        budget_ -= cost;
        stack_.push_string({characters.data(), characters.size()});
        return true;
    }

    // Whole numbers have no point, as in JavaScript; beyond 64 bits they keep their digits.
    void number(double number) {
        if (std::trunc(number) == number && std::fabs(number) < 9e15) {
            stack_.push_int64(static_cast<std::int64_t>(number));
            return;
        }
        if (!std::isfinite(number)) {
            // AWS: [1/0] is ["Infinity"].
            if (names_infinity_) {
                stack_.push_string(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            } else {
                stack_.push_null();
            }
            return;
        }
        if (std::trunc(number) == number && std::fabs(number) < 1e21) {
            const std::string digits = library::number_text(number);
            std::int64_t whole = 0;
            const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
            if (problem == std::errc{}) {
                stack_.push_int64(whole);
            } else {
                stack_.push_string(std::string(1, big_number_mark) + digits);
            }
            return;
        }
        stack_.push_double(number);
    }

    bool node(const json::value& node) {
        if (budget_-- == 0) return exhausted_ = true, ++budget_, false;
        switch (node.kind()) {
            case json::kind::null:
                stack_.push_null();
                return true;
            case json::kind::bool_:
                stack_.push_bool(node.get_bool());
                return true;
            case json::kind::int64:
                stack_.push_int64(node.get_int64());
                return true;
            case json::kind::uint64:
                stack_.push_uint64(node.get_uint64());
                return true;
            case json::kind::double_:
                as_it_is_ ? stack_.push_double(node.get_double()) : number(node.get_double());
                return true;
            case json::kind::string:
                return text({node.get_string().data(), node.get_string().size()});
            case json::kind::array: {
                if (++depth_ > max_payload_depth) return too_deep_ = true, false;
                for (const json::value& item : node.get_array()) {
                    if (!this->node(item)) return false;
                }
                --depth_;
                stack_.push_array(node.get_array().size());
                return true;
            }
            case json::kind::object: {
                if (++depth_ > max_payload_depth) return too_deep_ = true, false;
                for (const json::key_value_pair& member : node.get_object()) {
                    stack_.push_key(member.key());
                    if (!this->node(member.value())) return false;
                }
                --depth_;
                stack_.push_object(node.get_object().size());
                return true;
            }
        }
        return true;
    }
};

struct Document {
    explicit Document(std::size_t expected) : memory(expected) {}
    json::monotonic_resource memory;
    json::value root;
};

}  // namespace

Result<std::optional<Payload>, EvaluationError> Evaluator::result(const Value& found) {
    Value value = found;
    if (value.tag == Tag::Tuples) value = unwrap(items_of_tuples(value));
    if (value.is_function() && dialect() == Dialect::StepFunctions) {
        EvaluationError out;
        out.message = "The result is a function, which is no JSON value";
        out.result_is_function = true;
        return out;
    }
    if (value.is_undefined() || value.is_function()) return std::optional<Payload>();
    if (value.tag == Tag::NodeArray || value.tag == Tag::NodeObject) return std::optional<Payload>(payloads_[value.origin]->select(*value.node));
    if (value.tag == Tag::BigNumber) return std::optional<Payload>(payloads_[value.origin]->select(*value.node));
    // What is to be written costs fuel like what is computed: a value may hold the same array many times over.
    auto document = std::make_shared<Document>(value.is_array() || value.is_object() ? 4096 : 256);
    json::value_stack stack;
    stack.reset(json::storage_ptr(&document->memory));
    const bool is_input = value.tag == Tag::Object && value.object->is_input;
    ResultWriter writer(stack, dialect() == Dialect::StepFunctions, is_input,
                        std::min<std::uint64_t>(fuel_, scope_.limits.memory_bytes / bytes_per_value));
    if (!writer.write(value)) {
        if (writer.too_deep()) {
            fail("U1001");
        } else {
            fail_memory();
        }
        return error();
    }
    document->root = stack.release();
    const json::value& root = document->root;
    return std::optional<Payload>(Payload::from_owner(std::move(document), root));
}

Value Evaluator::fail(std::string_view code, const Culprit& culprit) {
    if (failed_) return Value::error();
    failed_ = true;
    error_.code = code;
    error_.culprit = culprit;
    error_.has_token = !culprit.token.empty();
    return Value::error();
}

Value Evaluator::fail(const library::LibraryError& error) {
    if (failed_) return Value::error();
    fail(arena_.copy(error.code));
    error_.message = error.message;
    error_.json = error.value;
    if (error.message == library::memory_exceeded().message) error_.code = "U1003";
    return Value::error();
}

Value Evaluator::fail_memory() { return fail("U1003"); }

std::string Evaluator::culprit_json(const Value& value) const {
    if (value.is_undefined()) return "undefined";
    std::string out;
    TextWriter::Style style;
    style.rounded = false;
    style.lenient = true;
    style.most_bytes = longest_culprit;
    TextWriter writer(out, style);
    writer.write(value);
    return out;
}

std::string Evaluator::json_of(const Value& value) const { return value.tag == Tag::BigNumber ? to_json(*value.node) : culprit_json(value); }

EvaluationError Evaluator::error() const {
    EvaluationError out;
    const Culprit& culprit = error_.culprit;
    out.code = error_.code;
    out.token = culprit.token;
    out.position = culprit.position;
    out.value = !error_.json.empty() ? error_.json : culprit.value.is_undefined() ? std::string() : culprit_json(culprit.value);
    if (error_.code == "D3140") out.function_name = culprit.token;
    if (!error_.message.empty()) {
        out.message = error_.message;
    } else {
        const std::string value =
            (error_.code == "D3137" || error_.code == "D3141") ? std::string(culprit.value.string()) : culprit_json(culprit.value);
        const std::string value2 = culprit_json(culprit.value2);
        out.message = message_of(error_.code, {culprit.token, value, value2, culprit.type, value2, culprit.index});
    }
    // AWS shows these three without a code (recorded of memory); the reference's harness calls them U1001.
    if (out.code == "U1001" || out.code == "U1002" || out.code == "U1003") out.code = dialect() == Dialect::StepFunctions ? "" : "U1001";
    return out;
}

bool Evaluator::write_text(const Value& value, std::string& out, bool pretty) {
    TextWriter::Style style;
    style.pretty = pretty;
    style.most_bytes = largest_text();
    TextWriter writer(out, style);
    if (writer.write(value) && out.size() <= style.most_bytes) {
        charge(out.size() / 16);
        return !failed_;
    }
    switch (writer.problem()) {
        case TextWriter::Problem::NotFinite:
            fail("D1001", {.value = Value::null()});
            break;
        case TextWriter::Problem::TooDeep:
            fail("U1001");
            break;
        default:
            fail_memory();
    }
    return false;
}

Value Evaluator::to_text(const Value& value, bool pretty) {
    switch (value.tag) {
        case Tag::Undefined:
        case Tag::String:
            return value;
        case Tag::Function:
            return Value::of_text({});
        case Tag::Bool:
            return Value::of_text(value.boolean ? "true" : "false");
        case Tag::Null:
            return Value::of_text("null");
        case Tag::BigNumber:
        case Tag::Number: {
            const double number = value.to_number();
            if (!std::isfinite(number)) return fail("D3001", {.value = value});
            std::string out;
            append_number(number, true, out);
            return text(std::string_view(out));
        }
        default:
            break;
    }
    std::string out;
    if (!write_text(value.tag == Tag::Tuples ? items_of_tuples(value) : value, out, pretty)) return Value::error();
    return text(std::string_view(out));
}

}  // namespace pawl::query::jsonata
