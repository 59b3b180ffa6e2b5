// REST for people: /v1/state-machines, /v1/executions and /v1/functions, with JSON that is JSON, ISO dates, and names instead of ARNs. Refusals are
// problem documents (RFC 9457). Runs on the I/O thread. schemas/openapi.yaml describes it.
#pragma once

#include "engine/api/http/server.hpp"
#include "engine/service/services.hpp"

namespace pawl::engine::rest {

class Rest {
  public:
    Rest(Services& services, http::Server& server) : services_(services), server_(server) {}

    void handle(http::HttpRequest&& request, http::Responder responder);

  private:
    Services& services_;
    http::Server& server_;
};

/// {"type":"about:blank","title":…,"status":…,"detail":…,"code":…}
http::HttpResponse problem(int status, std::string_view code, std::string_view detail);
/// A use case's refusal, with the HTTP status that fits.
http::HttpResponse write_problem(const ApiError& error);

}  // namespace pawl::engine::rest
