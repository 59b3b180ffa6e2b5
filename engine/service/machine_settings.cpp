#include "engine/service/machine_settings.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine {

namespace {

constexpr const char* logging_name = "loggingConfiguration";
constexpr const char* tracing_name = "tracingConfiguration";
constexpr const char* encryption_name = "encryptionConfiguration";

json::object parse_object(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error);
    return value.is_object() ? std::move(value.get_object()) : json::object();
}

void set_default(json::object& object, const char* name, json::value value) {
    if (!object.contains(name)) object.emplace(name, std::move(value));
}

}  // namespace

Result<std::string, ApiError> merge_settings(const MachineSettings& given, std::string_view base) {
    const MachineSettings old = split_settings(base);
    const auto choose = [](const std::optional<std::string>& is, const std::optional<std::string>& was) {
        return parse_object(is ? *is : was.value_or("{}"));
    };
    json::object logging = choose(given.logging, old.logging), tracing = choose(given.tracing, old.tracing),
                 encryption = choose(given.encryption, old.encryption);

    set_default(logging, "level", "OFF");
    set_default(logging, "includeExecutionData", false);
    const json::value* destinations = logging.if_contains("destinations");
    const std::size_t count = destinations != nullptr && destinations->is_array() ? destinations->get_array().size() : 0;
    if (count > 1 || (count == 0 && logging.at("level") != "OFF")) {
        return ApiError(Refusal::InvalidLoggingConfiguration);
    }
    set_default(tracing, "enabled", false);
    set_default(encryption, "type", "AWS_OWNED_KEY");

    std::string text = "{";
    const auto add = [&text](const char* name, const json::object& object) {
        if (text.size() > 1) text += ",";
        text += "\"" + std::string(name) + "\":";
        write_json(object, text);
    };
    add(logging_name, logging);
    add(tracing_name, tracing);
    add(encryption_name, encryption);
    text += "}";
    return {boost::system::in_place_value, std::move(text)};
}

MachineSettings split_settings(std::string_view settings) {
    const json::object object = parse_object(settings);
    const auto get = [&object](const char* name) -> std::optional<std::string> {
        const json::value* value = object.if_contains(name);
        return value != nullptr ? std::optional(to_json(*value)) : std::nullopt;
    };
    return {get(logging_name), get(tracing_name), get(encryption_name)};
}

}  // namespace pawl::engine
