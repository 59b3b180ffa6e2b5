// Prints an execution for people: how it stands, its timeline, its failure, its output. What `pawl describe` shows, and `start --wait` at the end.
#pragma once

#include <string>

#include "cli/client/client.hpp"
#include "cli/commands/context.hpp"

namespace pawl::cli {

struct DescribeOptions {
    bool all = false;  ///< every iteration of a Map
};

ClientResult<void> print_description(Context& context, Client& client, const std::string& execution_arn, const DescribeOptions& options);

}  // namespace pawl::cli
