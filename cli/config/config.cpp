#include "cli/config/config.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "cli/text/excerpt.hpp"
#include "cli/text/files.hpp"
#include "cli/text/suggestion.hpp"

namespace pawl::cli {
namespace {

bool is_account(const std::string& text) { return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos; }

/// Reads one file; remembers the first fault.
class Reader {
  public:
    Reader(std::string_view text, const std::string& file_name) : text_(text), file_name_(file_name) {}

    using Setter = std::function<void(const YAML::Node&)>;
    struct Key {
        std::string_view name;
        Setter set;
    };

    void mapping(const YAML::Node& node, const std::string& what, const std::vector<Key>& keys) {
        if (!node.IsMap()) return fault(node, what + " is a mapping of names to values");
        for (const auto& entry : node) {
            const std::string name = entry.first.Scalar();
            const auto known = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
            if (known != keys.end()) {
                known->set(entry.second);
            } else {
                std::vector<std::string> names;
                for (const Key& key : keys) names.emplace_back(key.name);
                const auto similar = most_similar(name, names);
                fault(entry.first, "unknown setting '" + name + "'" + (similar ? "; did you mean '" + *similar + "'?" : ""));
            }
        }
    }

    Setter text(std::string& target) {
        return [this, &target](const YAML::Node& node) {
            if (!node.IsScalar()) return fault(node, "this is a text");
            target = node.Scalar();
        };
    }

    template <class Number>
    Setter number(Number& target, std::uint32_t least) {
        return [this, &target, least](const YAML::Node& node) {
            const std::string digits = node.IsScalar() ? node.Scalar() : "";
            std::uint64_t value = 0;
            const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            if (error != std::errc() || rest != digits.data() + digits.size() || value < least || value > std::numeric_limits<Number>::max()) {
                return fault(node,
                             "this is a whole number from " + std::to_string(least) + " to " + std::to_string(std::numeric_limits<Number>::max()));
            }
            target = static_cast<Number>(value);
        };
    }

    Setter flag(bool& target) {
        return [this, &target](const YAML::Node& node) {
            const std::string word = node.IsScalar() ? node.Scalar() : "";
            if (word != "true" && word != "false") return fault(node, "this is true or false");
            target = word == "true";
        };
    }

    Setter account(std::string& target) {
        return [this, &target](const YAML::Node& node) {
            const std::string digits = node.IsScalar() ? node.Scalar() : "";
            if (!is_account(digits)) return fault(node, "an account is twelve digits, in quotes if they start with 0");
            target = digits;
        };
    }

    Setter functions(std::vector<engine::Function>& target) {
        return [this, &target](const YAML::Node& node) {
            if (!node.IsMap()) return fault(node, "functions is a mapping of function names to URLs");
            for (const auto& entry : node) {
                engine::Function function;
                function.name = entry.first.Scalar();
                if (entry.second.IsScalar()) {
                    function.url = entry.second.Scalar();
                } else {
                    mapping(entry.second, "a function",
                            {{"url", text(function.url)},
                             {"concurrency", number(function.concurrency, 1)},
                             {"timeout", number(function.timeout_seconds, 1)}});
                }
                if (function.url.empty()) fault(entry.second, "function '" + function.name + "' needs a url");
                target.push_back(std::move(function));
            }
        };
    }

    Setter nested(const std::string& what, std::vector<Key> keys) {
        return [this, what, keys = std::move(keys)](const YAML::Node& node) { mapping(node, what, keys); };
    }

    void fault(const YAML::Node& node, const std::string& message) { fault(node.Mark(), message); }
    void fault(const YAML::Mark& mark, const std::string& message) {
        if (fault_) return;
        if (mark.is_null()) {
            fault_ = ConfigError{file_name_ + ": " + message};
            return;
        }
        const Place place{static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
        fault_ = ConfigError{file_name_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + message + "\n" +
                             excerpt(text_, place)};
        while (fault_->message.ends_with('\n')) fault_->message.pop_back();
    }
    const std::optional<ConfigError>& first_fault() const { return fault_; }

  private:
    std::string_view text_;
    const std::string& file_name_;
    std::optional<ConfigError> fault_;
};

/// All settings, each with where it goes. config_keys() lists the same.
std::vector<Reader::Key> keys_for(Reader& reader, Config& config) {
    return {{"db", reader.text(config.db)},
            {"bind", reader.text(config.bind)},
            {"port", reader.number(config.port, 0)},
            {"region", reader.text(config.region)},
            {"account", reader.account(config.account)},
            {"token", reader.text(config.token)},
            {"insecure", reader.flag(config.insecure)},
            {"endpoint", reader.text(config.endpoint)},
            {"retention_days", reader.number(config.retention_days, 1)},
            {"limits", reader.nested("limits", {{"payload_bytes", reader.number(config.payload_bytes, 1)},
                                                {"history_events", reader.number(config.history_events, 1)}})},
            {"functions", reader.functions(config.functions)}};
}

}  // namespace

std::string Config::server_url() const {
    if (!endpoint.empty()) return endpoint;
    const bool everywhere = bind == "0.0.0.0" || bind == "::" || bind.empty();
    const std::string host = everywhere ? "127.0.0.1" : bind.find(':') != std::string::npos ? "[" + bind + "]" : bind;
    return "http://" + host + ":" + std::to_string(port == 0 ? 8083 : port);
}

std::vector<std::string> config_keys() {
    Config config;
    const std::string none;
    Reader reader("", none);
    std::vector<std::string> names;
    for (const Reader::Key& key : keys_for(reader, config)) names.emplace_back(key.name);
    return names;
}

Result<Config, ConfigError> parse_config(std::string_view text, const std::string& file_name) {
    Config config;
    Reader reader(text, file_name);
    try {
        const YAML::Node document = YAML::Load(std::string(text));
        if (!document.IsNull()) reader.mapping(document, "the configuration", keys_for(reader, config));
    } catch (const YAML::Exception& error) {
        reader.fault(error.mark, error.msg);
    }
    if (reader.first_fault()) return *reader.first_fault();
    return config;
}

Result<Config, ConfigError> load_config(const std::optional<std::string>& file) {
    const std::string name = file.value_or("pawl.yaml");
    const auto text = read_file(name);
    if (text.has_error()) {
        if (!file && text.error().missing) return Config{};
        return ConfigError{text.error().message};
    }
    return parse_config(*text, name);
}

std::optional<std::string> fault_of(const Config& config) {
    if (!is_account(config.account)) return "an account is twelve digits; '" + config.account + "' is not that";
    const bool loopback = config.bind.starts_with("127.") || config.bind == "::1" || config.bind == "localhost";
    if (!loopback && config.token.empty() && !config.insecure) {
        return "binding to " + config.bind +
               " lets other machines start and stop workflows: set a token (--token or PAWL_TOKEN) that they must present, or say --insecure";
    }
    return std::nullopt;
}

}  // namespace pawl::cli
