#include "engine/api/api.hpp"

#include "engine/api/aws_json/aws_json.hpp"
#include "engine/api/health.hpp"
#include "engine/api/http/server.hpp"
#include "engine/api/rest/rest.hpp"
#include "engine/service/services.hpp"

namespace pawl::engine {

namespace {

http::ServerSettings server_settings(const ApiSettings& settings) {
    http::ServerSettings result;
    result.bind = settings.bind;
    result.port = settings.port;
    result.limits.head_bytes = settings.head_bytes;
    result.limits.body_bytes = settings.body_bytes;
    result.max_connections = settings.max_connections;
    return result;
}

/// Takes as long for every wrong text of the right length.
bool is_same(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

/// "Bearer TOKEN", or an SDK's signature whose access key id is the token.
bool is_authorized(const http::HttpRequest& request, std::string_view token) {
    const std::string_view given = request.header("authorization").value_or("");
    if (given.starts_with("Bearer ")) return is_same(given.substr(7), token);
    const std::size_t credential = given.find("Credential=");
    if (!given.starts_with("AWS4-HMAC-SHA256") || credential == std::string_view::npos) return false;
    const std::string_view key = given.substr(credential + 11);
    return is_same(key.substr(0, key.find('/')), token);
}

}  // namespace

struct Api::Parts {
    Parts(ApiPorts ports, const ApiSettings& s)
        : settings(s),
          reading(ports.make_reader),
          context{ports.engine, ports.functions, ports.clock, reading, s.realm, s.version},
          services(context),
          server(server_settings(s),
                 [this](http::HttpRequest&& request, http::Responder responder) { handle(std::move(request), std::move(responder)); }),
          health(ports.engine, server, s.version),
          aws(services, server),
          rest(services, server) {}

    void handle(http::HttpRequest&& request, http::Responder responder) {
        if (auto response = health.answer(request)) return responder.answer(std::move(*response));
        const bool is_aws = request.method == "POST" && request.path == "/";
        if (!settings.token.empty() && !is_authorized(request, settings.token)) {
            const ApiError error(Refusal::UnknownCaller);
            http::HttpResponse response = is_aws ? aws_json::write_error(error) : rest::write_problem(error);
            if (!is_aws) response.headers.emplace_back("WWW-Authenticate", "Bearer");
            return responder.answer(std::move(response));
        }
        if (is_aws) return aws.handle(std::move(request), std::move(responder));
        rest.handle(std::move(request), std::move(responder));
    }

    const ApiSettings settings;
    ReadingThread reading;
    ServiceContext context;
    Services services;
    http::Server server;
    Health health;
    aws_json::AwsJson aws;
    rest::Rest rest;
};

Api::Api(ApiPorts ports, ApiSettings settings) : parts_(std::make_unique<Parts>(std::move(ports), settings)) {}

Api::~Api() { stop(); }

Result<void, std::string> Api::start() { return parts_->server.start(); }

void Api::stop() {
    parts_->server.stop();
    parts_->reading.stop();
}

std::uint16_t Api::port() const { return parts_->server.port(); }

void Api::not_ready(std::string reason) { parts_->health.not_ready(std::move(reason)); }

}  // namespace pawl::engine
