#include "cli/inspect/members_json.hpp"

#include <algorithm>
#include <type_traits>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/inspect/record_members.hpp"
#include "engine/journal/record_layout.hpp"

namespace pawl::cli {
namespace {

using execution::described;
using execution::members;

class Writer {
  public:
    explicit Writer(const Shown& shown) : shown_(shown) {}

    template <class Members>
    void all(json::object& out, const Members& members) const {
        std::apply([&](const auto&... each) { (member(out, each.first, each.second), ...); }, members);
    }
    /// Without those that have their usual value.
    template <class T>
    json::object unusual(const T& object) const {
        static const T usual{};
        json::object out, defaults;
        all(out, members(object));
        all(defaults, members(usual));
        for (const auto& [name, value] : defaults) {
            if (name == "status") continue;
            if (const auto* found = out.if_contains(name); found != nullptr && *found == value && !is_payload(value)) out.stable_erase(name);
        }
        return out;
    }

  private:
    // Two of the same size are not the same.
    static bool is_payload(const json::value& value) { return value.is_object() && value.get_object().contains("bytes"); }

    template <class T>
    void member(json::object& out, std::string_view name, const T& value) const {
        if constexpr (std::is_same_v<T, StateIndex>) {
            if (name == "state" || name == "next") return state(out, name, value);
        }
        if constexpr (std::is_same_v<T, std::optional<std::string>>) {
            if (name == "cause") {
                if (value) out[name] = text(*value, 0);
                return;
            }
        }
        out[name] = of(value);
    }
    void state(json::object& out, std::string_view name, StateIndex index) const {
        if (index == no_state) return;  // the usual value
        out[name] = index;
        if (shown_.machine != nullptr && index < shown_.machine->states.size()) out[std::string(name) + "_name"] = shown_.machine->state(index).name;
    }

    json::value of(const std::string& value) const { return json::string(value); }
    json::value of(Instant value) const { return json::string(value.is_never() ? "never" : to_iso8601(value)); }
    json::value of(execution::Status value) const { return json::string(execution::to_string(value)); }
    json::value of(execution::Phase value) const { return json::string(name_of(value)); }
    json::value of(bool value) const { return value; }
    template <class Number>
    requires std::is_arithmetic_v<Number> json::value of(Number value)
    const { return value; }
    json::value of(const Payload& value) const { return text(value.text(), value.address().row); }
    json::value of(const Failure& value) const {
        json::object out{{"error", value.error}};
        if (value.cause) out["cause"] = text(*value.cause, 0);
        return out;
    }
    json::value of(const execution::Assigned& value) const { return json::object{{"name", value.name}, {"value", of(value.value)}}; }
    json::value of(const execution::ExecutionHead& head) const { return unusual(head); }
    json::value of(const execution::Join& join) const { return unusual(join); }
    json::value of(const execution::Frame& frame) const { return unusual(frame); }
    json::value of(const execution::GivenUp& given_up) const { return unusual(given_up); }
    template <class T>
    json::value of(const std::optional<T>& value) const {
        return value ? of(*value) : json::value();
    }
    template <class T>
    json::value of(const std::unique_ptr<T>& value) const {
        return value != nullptr ? of(*value) : json::value();
    }
    template <class A, class B>
    json::value of(const std::pair<A, B>& value) const {
        return json::array{of(value.first), of(value.second)};
    }
    json::value of(const std::map<FrameId, execution::Frame>& frames) const {
        json::array out;
        for (const auto& [id, frame] : frames) out.push_back(of(frame));
        return out;
    }
    json::value of(const execution::VariableMap& variables) const {
        json::object out;
        for (const auto& [name, value] : variables) out[name] = of(value);
        return out;
    }
    /// Sequences and sets.
    template <class Values>
    requires requires(const Values& values) { typename Values::const_iterator; }
    json::value of(const Values& values) const {
        json::array out;
        for (const auto& value : values) out.push_back(of(value));
        return out;
    }

    json::object text(const std::string& whole, RowId row) const {
        json::object out{{"bytes", whole.size()}};
        if (row != 0) out["row"] = row;
        if (shown_.payload_bytes == 0) return out;
        std::size_t size = std::min(whole.size(), shown_.payload_bytes);
        // Not within a character.
        while (size > 0 && size < whole.size() && (static_cast<unsigned char>(whole[size]) & 0xc0U) == 0x80U) --size;
        out["text"] = whole.substr(0, size) + (size < whole.size() ? "…" : "");
        return out;
    }

    const Shown& shown_;
};

template <class Body>
std::size_t version_in(const Body&, execution::RecordNumber number) {
    const auto& versions = engine::layout::versions<Body>;
    return static_cast<std::size_t>(std::find(versions.begin(), versions.end(), number) - versions.begin()) + 1;
}

}  // namespace

json::object record_json(const execution::Record& record, execution::RecordNumber number, const Shown& shown) {
    json::object out;
    std::visit(
        [&](const auto& body) {
            const auto [name, fields] = described(body);
            out["type"] = name;
            out["number"] = static_cast<int>(number);
            out["version"] = version_in(body, number);
            Writer(shown).all(out, fields);
        },
        record.body);
    return out;
}

json::object execution_json(const execution::Execution& execution, const Shown& shown) { return Writer(shown).unusual(execution); }

}  // namespace pawl::cli
