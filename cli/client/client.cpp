#include "cli/client/client.hpp"

#include <array>
#include <optional>
#include <utility>

#include <httplib.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"

namespace pawl::cli {
namespace {

constexpr int connect_seconds = 5;
constexpr int answer_seconds = 60;

/// "ExecutionDoesNotExist" of "com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist:http://…"
std::string bare_name(std::string name) {
    name = name.substr(name.find('#') == std::string::npos ? 0 : name.find('#') + 1);
    return name.substr(0, name.find(':'));
}

ClientError unreachable(const std::string& url, httplib::Error error) {
    if (error == httplib::Error::Read) {
        return {ExitCode::Unreachable, "", "the connection to " + url + " was closed before an answer came. Did the server stop? Its log tells."};
    }
    return {ExitCode::Unreachable, "",
            "no pawl server answers at " + url + " (" + httplib::to_string(error) +
                "). Start one with 'pawl serve', or name another with --endpoint or PAWL_ENDPOINT."};
}

ClientError refused(const httplib::Response& response) {
    const auto body = Payload::parse(response.body);
    std::string code, message;
    if (body.has_value()) {
        code = bare_name(text_of(body->value(), "__type"));
        for (const char* member : {"message", "Message", "detail", "title"}) {
            if (message.empty()) message = text_of(body->value(), member);
        }
    }
    if (response.status == 401 || response.status == 403 || code == "UnrecognizedClientException") {
        return {ExitCode::Usage, code,
                "the server wants a token: give it with --token or PAWL_TOKEN." + (message.empty() ? "" : " It said: " + message)};
    }
    if (message.empty()) message = "HTTP " + std::to_string(response.status) + " " + response.reason;
    return {code.empty() && response.status == 404 ? ExitCode::NotFound : exit_code_of(code), code, message};
}

}  // namespace

struct Client::Connection {
    explicit Connection(Endpoint given) : endpoint(std::move(given)), http(endpoint.url) {
        http.set_connection_timeout(connect_seconds);
        http.set_write_timeout(answer_seconds);
        http.set_keep_alive(true);
        http.set_tcp_nodelay(true);
        if (!endpoint.token.empty()) headers.emplace("Authorization", "Bearer " + endpoint.token);
    }
    Endpoint endpoint;
    httplib::Client http;
    httplib::Headers headers;
};

Client::Client(Endpoint endpoint) : connection_(std::make_unique<Connection>(std::move(endpoint))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

ClientResult<Payload> Client::call(std::string_view operation, const json::object& request) {
    httplib::Headers headers = connection_->headers;
    headers.emplace("X-Amz-Target", "AWSStepFunctions." + std::string(operation));
    connection_->http.set_read_timeout(answer_seconds);
    const auto answer = connection_->http.Post("/", headers, to_json(json::value(request)), "application/x-amz-json-1.0");
    if (!answer) return unreachable(connection_->endpoint.url, answer.error());
    if (answer->status != 200) return refused(*answer);
    auto body = Payload::parse(answer->body.empty() ? "{}" : answer->body);
    if (body.has_error()) {
        return ClientError{ExitCode::Failed, "",
                           connection_->endpoint.url + " answered " + std::string(operation) +
                               " with something that is no JSON: " + body.error().message + ". Is it a pawl server?"};
    }
    return std::move(body).value();
}

ClientResult<std::string> Client::get(const std::string& path, std::int64_t patience_milliseconds) {
    connection_->http.set_read_timeout(answer_seconds + patience_milliseconds / 1000);
    const auto answer = connection_->http.Get(path, connection_->headers);
    if (!answer) return unreachable(connection_->endpoint.url, answer.error());
    if (answer->status >= 300) return refused(*answer);
    return answer->body;
}

ExitCode exit_code_of(std::string_view aws_error) {
    static constexpr std::array<std::pair<std::string_view, ExitCode>, 19> known{{
        {"ExecutionDoesNotExist", ExitCode::NotFound},
        {"StateMachineDoesNotExist", ExitCode::NotFound},
        {"ResourceNotFound", ExitCode::NotFound},
        {"ActivityDoesNotExist", ExitCode::NotFound},
        {"TaskDoesNotExist", ExitCode::NotFound},
        {"ExecutionAlreadyExists", ExitCode::Conflict},
        {"StateMachineAlreadyExists", ExitCode::Conflict},
        {"StateMachineDeleting", ExitCode::Conflict},
        {"ConflictException", ExitCode::Conflict},
        {"InvalidDefinition", ExitCode::InvalidDefinition},
        {"InvalidArn", ExitCode::Usage},
        {"InvalidName", ExitCode::Usage},
        {"InvalidExecutionInput", ExitCode::Usage},
        {"InvalidToken", ExitCode::Usage},
        {"ValidationException", ExitCode::Usage},
        {"SerializationException", ExitCode::Usage},
        {"UnsupportedOperation", ExitCode::Usage},
        {"UnknownOperationException", ExitCode::Usage},
        {"StateMachineTypeNotSupported", ExitCode::Usage},
    }};
    for (const auto& [name, code] : known) {
        if (name == aws_error) return code;
    }
    return ExitCode::Failed;
}

}  // namespace pawl::cli
