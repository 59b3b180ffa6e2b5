// Names of things on the wire, as AWS spells them: arn:aws:states:REGION:ACCOUNT:stateMachine:NAME and its kin (recorded-behaviour#arns).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pawl {

/// Where this engine says it is; part of every ARN it makes.
struct Realm {
    std::string region = "us-east-1";
    std::string account = "000000000000";
};

/// arn:partition:service:region:account:resource, split at its first five colons.
struct Arn {
    std::string partition, service, region, account, resource;
    static std::optional<Arn> parse(std::string_view text);
};

std::string state_machine_arn(const Realm& realm, std::string_view machine);
std::string execution_arn(const Realm& realm, std::string_view machine, std::string_view execution);

/// The bare function name of a Lambda ARN, a partial ARN or a name: "f" of "arn:aws:lambda:r:a:function:f:QUALIFIER" and of "f:3".
std::string function_name_of(std::string_view resource);

}  // namespace pawl
