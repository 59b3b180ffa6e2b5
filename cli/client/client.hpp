// Talks to a pawl server: one AWS JSON 1.0 call at a time, with every way it can fail turned into a value.
//
// Not thread-safe; a command owns one. Borrows nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "cli/exit_code.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::cli {

/// What a command prints and exits with.
struct ClientError {
    ExitCode exit = ExitCode::Failed;
    std::string code;     ///< AWS's exception name; empty when no answer came
    std::string message;  ///< what went wrong, and what to do
};

template <class T>
using ClientResult = Result<T, ClientError>;

struct Endpoint {
    std::string url = "http://127.0.0.1:8083";
    std::string token;  ///< empty = none
};

class Client {
  public:
    explicit Client(Endpoint endpoint);
    ~Client();
    Client(Client&&) noexcept;

    /// Calls one operation of the Step Functions API; the answer is its JSON object.
    ClientResult<Payload> call(std::string_view operation, const json::object& request);
    /// GETs a REST resource that may take `patience_milliseconds` to answer; the answer's body.
    ClientResult<std::string> get(const std::string& path, std::int64_t patience_milliseconds = 0);

  private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// The exit code for an AWS exception name.
ExitCode exit_code_of(std::string_view aws_error);

}  // namespace pawl::cli
