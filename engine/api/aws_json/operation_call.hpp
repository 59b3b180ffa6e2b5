// One AWS JSON call after the model's checks: its arguments and the way back. Internal to engine/api/aws_json.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/api/http/message.hpp"
#include "engine/api/reply.hpp"
#include "engine/service/services.hpp"

namespace pawl::engine::aws_json {

struct OperationCall {
    const boost::json::object& body;
    const http::HttpRequest& request;
    Services& services;
    ReplyPtr reply;

    // Members by name. The model has checked their types; required ones are there.
    std::string text(std::string_view name) const;
    std::optional<std::string> optional_text(std::string_view name) const;
    bool flag(std::string_view name, bool fallback = false) const;
    std::size_t number(std::string_view name) const;  ///< 0 when absent
    /// An object member as JSON text.
    std::optional<std::string> object_text(std::string_view name) const;
    bool has(std::string_view name) const;

    const Realm& realm() const { return services.context.realm; }
    const execution::Limits& limits() const { return services.context.engine.limits(); }
};

using CallHandler = void (*)(const OperationCall& call);
struct CallEntry {
    std::string_view operation;
    CallHandler handler;
};

std::span<const CallEntry> execution_calls();
std::span<const CallEntry> state_machine_calls();

http::HttpResponse ok(std::string body);

}  // namespace pawl::engine::aws_json
