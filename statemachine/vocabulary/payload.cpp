#include "statemachine/vocabulary/payload.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/json_parser.hpp"

namespace pawl {
namespace {

// A parsed text in memory of its own: freed at one stroke, never value by value.
struct Document {
    explicit Document(std::size_t expected_bytes) : memory(expected_bytes), root(json::storage_ptr(&memory)) {}
    json::monotonic_resource memory;
    json::value root;
};

const json::value null_value;
const std::string null_text = "null";

}  // namespace

struct Payload::Rep {
    mutable std::shared_ptr<const void> owner;  // what `node` lives in
    mutable const json::value* node = nullptr;  // null: not parsed yet
    mutable std::optional<std::string> text;    // absent: not written yet
    mutable bool is_compact = true;             // `text` is, or will be, what write_json makes of the value; false: nobody knows
    mutable PayloadAddress address;

    std::optional<JsonError> parse() const {
        auto document = std::make_shared<Document>(text->size() * 2 + 64);
        if (auto error = parse_json(*text, document->root.storage(), document->root)) return error;
        node = &document->root;
        owner = std::move(document);
        return std::nullopt;
    }
};

Payload::Payload() = default;

Result<Payload, JsonError> Payload::parse(std::string text) {
    auto rep = std::make_shared<Rep>();
    rep->text = std::move(text);
    rep->is_compact = false;
    if (auto error = rep->parse()) return *std::move(error);
    return Payload(std::move(rep));
}

Payload Payload::from_checked_text(std::string text) {
    auto rep = std::make_shared<Rep>();
    rep->text = std::move(text);
    rep->is_compact = false;
    return Payload(std::move(rep));
}

Payload Payload::from_value(json::value value) {
    // A copy of a json::value lives in the memory of the document it was copied from; here it gets memory of its own. A value built in the default
    // memory is moved.
    auto owner = std::make_shared<const json::value>(std::move(value), json::storage_ptr());
    auto rep = std::make_shared<Rep>();
    rep->node = owner.get();
    rep->owner = std::move(owner);
    return Payload(std::move(rep));
}

Payload Payload::from_owner(std::shared_ptr<const void> owner, const json::value& value) {
    auto rep = std::make_shared<Rep>();
    rep->node = &value;
    rep->owner = std::move(owner);
    return Payload(std::move(rep));
}

json::value copy_of(const json::value& value) { return json::value(value, json::storage_ptr()); }

Payload Payload::empty_object() { return from_checked_text("{}"); }

const json::value& Payload::value() const {
    if (!rep_) return null_value;
    if (rep_->node == nullptr) {
        const auto error = rep_->parse();
        PAWL_CHECK(!error, "a text that was said to be checked JSON does not parse");
    }
    return *rep_->node;
}

const std::string& Payload::text() const {
    if (!rep_) return null_text;
    if (!rep_->text) rep_->text = to_json(*rep_->node);
    return *rep_->text;
}

namespace {

bool deeper_than(const json::value& value, std::size_t levels) {
    if (const json::array* array = value.if_array()) {
        return levels == 0 || std::any_of(array->begin(), array->end(), [&](const json::value& item) { return deeper_than(item, levels - 1); });
    }
    if (const json::object* object = value.if_object()) {
        return levels == 0 ||
               std::any_of(object->begin(), object->end(), [&](const auto& member) { return deeper_than(member.value(), levels - 1); });
    }
    return false;
}

// On a text known to be JSON.
bool deeper_than(std::string_view text, std::size_t levels) {
    std::size_t open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            for (++i; text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
        } else if (c == '[' || c == '{') {
            if (++open > levels) return true;
        } else if (c == ']' || c == '}') {
            --open;
        }
    }
    return false;
}

}  // namespace

bool Payload::is_too_deep() const {
    if (!rep_) return false;
    return rep_->node != nullptr ? deeper_than(*rep_->node, max_payload_depth) : deeper_than(*rep_->text, max_payload_depth);
}

Payload Payload::select(const json::value& node) const {
    if (!rep_ || &node == rep_->node) return *this;
    auto rep = std::make_shared<Rep>();
    rep->owner = rep_->owner;
    rep->node = &node;
    return Payload(std::move(rep));
}

Payload Payload::rewritten() const {
    if (!rep_ || rep_->is_compact) return *this;
    std::string compact = to_json(value());
    rep_->is_compact = compact == *rep_->text;
    if (rep_->is_compact) return *this;
    auto rep = std::make_shared<Rep>();
    rep->owner = rep_->owner;
    rep->node = rep_->node;
    rep->text = std::move(compact);
    return Payload(std::move(rep));
}

PayloadAddress Payload::address() const { return rep_ ? rep_->address : PayloadAddress{}; }

void Payload::set_address(PayloadAddress address) const {
    if (rep_) rep_->address = address;
}

namespace {

bool equal(const json::value& a, const json::value& b) {
    if (is_number(a) && is_number(b)) return a == b || (a.kind() != b.kind() && to_double(a) == to_double(b));
    if (a.kind() != b.kind()) return false;
    if (a.is_array()) {
        const json::array &x = a.get_array(), &y = b.get_array();
        if (x.size() != y.size()) return false;
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (!equal(x[i], y[i])) return false;
        }
        return true;
    }
    if (a.is_object()) {
        const json::object &x = a.get_object(), &y = b.get_object();
        if (x.size() != y.size()) return false;
        for (const auto& member : x) {
            const json::value* other = y.if_contains(member.key());
            if (other == nullptr || !equal(member.value(), *other)) return false;
        }
        return true;
    }
    return a == b;
}

}  // namespace

bool operator==(const Payload& a, const Payload& b) { return a.rep_ == b.rep_ || equal(a.value(), b.value()); }

}  // namespace pawl
