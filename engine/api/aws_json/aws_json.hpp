// Speaks AWS JSON 1.0: POST / with X-Amz-Target: AWSStepFunctions.<Operation>, so that unmodified SDKs work. Runs on the I/O thread.
#pragma once

#include <cstdint>
#include <string>

#include "engine/api/http/server.hpp"
#include "engine/service/services.hpp"

namespace pawl::engine::aws_json {

class AwsJson {
  public:
    AwsJson(Services& services, http::Server& server);

    void handle(http::HttpRequest&& request, http::Responder responder);

  private:
    Services& services_;
    http::Server& server_;
};

/// {"__type":"com.amazonaws.swf.service.v2.model#InvalidArn","message":…} as recorded (recorded-behaviour#errors).
http::HttpResponse write_error(const ApiError& error);

}  // namespace pawl::engine::aws_json
