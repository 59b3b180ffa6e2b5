// The worker's side of the protocol, without sockets: one call in, one HTTP answer out.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "workers/sdk/worker.hpp"

namespace pawl::workers {

struct InvocationReply {
    int status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Runs the handler and answers as Lambda's Invoke does.
InvocationReply invoke(const Handler& handler, const Context& context);

/// {"Type":"User","Message":…} with x-amzn-ErrorType, as AWS refuses.
InvocationReply refusal(int status, std::string_view error_type, std::string_view message);
InvocationReply no_such_function(const Context& context);

}  // namespace pawl::workers
