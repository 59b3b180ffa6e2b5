// What pawl.yaml may say (schemas/pawl-config.schema.json), with the defaults for what it doesn't.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/functions.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::cli {

struct Config {
    std::string db = "pawl.db";  ///< ":memory:": nothing is kept
    std::string bind = "127.0.0.1";
    std::uint16_t port = 8083;
    std::string region = "us-east-1";
    std::string account = "000000000000";
    std::string token;      ///< empty = none
    bool insecure = false;  ///< serve others than this machine without a token
    std::string endpoint;   ///< where the other commands find the server; empty = bind and port
    std::uint32_t payload_bytes = 262'144;
    std::uint32_t history_events = 25'000;
    std::uint32_t retention_days = 90;
    std::uint32_t shards = 1;  ///< of a database in memory; a flag only
    std::vector<engine::Function> functions;

    bool is_in_memory() const { return db == ":memory:"; }
    /// The URL of the server for a client on this machine.
    std::string server_url() const;
};

/// The message says file, line, column, what is wrong and what to do, and shows the line.
struct ConfigError {
    std::string message;
};

/// The keys a file may have, "limits.payload_bytes" for nested ones: all that the schema lists.
std::vector<std::string> config_keys();

Result<Config, ConfigError> parse_config(std::string_view text, const std::string& file_name);

/// Reads `file`; when it is empty, pawl.yaml in the current directory if there is one.
Result<Config, ConfigError> load_config(const std::optional<std::string>& file);

/// What makes a configuration unfit to serve with, once flags and environment are in it: a sentence that says what to do.
std::optional<std::string> fault_of(const Config& config);

}  // namespace pawl::cli
