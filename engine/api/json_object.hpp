// Writes a JSON object member by member into a string; absent values are left out. Owned and used by one thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine {

class JsonObject {
  public:
    JsonObject& text(std::string_view name, std::string_view value) {
        begin(name);
        write_json_string(value, out_);
        return *this;
    }
    template <std::same_as<std::optional<std::string>> Optional>
    JsonObject& text(std::string_view name, const Optional& value) {
        return value ? text(name, *value) : *this;
    }
    /// A value that is JSON already.
    JsonObject& raw(std::string_view name, std::string_view json) {
        begin(name);
        out_ += json;
        return *this;
    }
    template <std::same_as<std::optional<std::string>> Optional>
    JsonObject& raw(std::string_view name, const Optional& json) {
        return json ? raw(name, *json) : *this;
    }
    JsonObject& number(std::string_view name, std::uint64_t value) { return raw(name, std::to_string(value)); }
    JsonObject& boolean(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
    /// As AWS JSON writes dates: epoch seconds.
    JsonObject& epoch(std::string_view name, Instant value) { return raw(name, to_epoch_seconds(value)); }
    /// As people read dates.
    JsonObject& iso(std::string_view name, Instant value) { return text(name, to_iso8601(value)); }

    /// Members that others wrote, each with a comma before it. Not first.
    JsonObject& more(std::string_view members) {
        out_ += members;
        return *this;
    }

    std::string take() {
        out_ += '}';
        return std::move(out_);
    }

  private:
    void begin(std::string_view name) {
        if (out_.size() > 1) out_ += ',';
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    std::string out_ = "{";
};

}  // namespace pawl::engine
