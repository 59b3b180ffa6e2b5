#include "cli/client/names.hpp"

#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"
#include "cli/text/suggestion.hpp"
#include "statemachine/vocabulary/arn.hpp"

namespace pawl::cli {
namespace {

/// Of "stateMachine:order" and "execution:order:e1" what stands behind the kind.
std::string tail_of(const Arn& arn) { return arn.resource.substr(arn.resource.find(':') + 1); }

ClientResult<std::vector<std::string>> all_machine_arns(Client& client) {
    std::vector<std::string> arns;
    std::string token;
    do {
        json::object request{{"maxResults", 1000}};
        if (!token.empty()) request["nextToken"] = token;
        const auto page = client.call("ListStateMachines", request);
        if (page.has_error()) return page.error();
        const json::value& machines = member_of(page->value(), "stateMachines");
        if (machines.is_array()) {
            for (const json::value& machine : machines.get_array()) arns.push_back(text_of(machine, "stateMachineArn"));
        }
        token = text_of(page->value(), "nextToken");
    } while (!token.empty());
    return arns;
}

ClientError no_such_machine(const std::string& name, const std::vector<std::string>& arns) {
    std::vector<std::string> names;
    for (const std::string& arn : arns) names.push_back(name_of_arn(arn));
    std::string message = "there is no state machine '" + name + "'.";
    if (const auto similar = most_similar(name, names)) {
        message += " Did you mean '" + *similar + "'?";
    } else if (names.empty()) {
        message += " None was deployed yet: 'pawl deploy FILE' does it.";
    } else {
        message += " 'pawl list' shows those that exist.";
    }
    return {ExitCode::NotFound, "StateMachineDoesNotExist", message};
}

/// Any machine's ARN shows the region and account that this server puts into ARNs.
std::string with_resource(const std::string& any_arn, const std::string& resource) {
    const auto arn = Arn::parse(any_arn);
    if (!arn) return resource;
    return "arn:" + arn->partition + ":" + arn->service + ":" + arn->region + ":" + arn->account + ":" + resource;
}

}  // namespace

std::string name_of_arn(std::string_view text) {
    const auto arn = Arn::parse(text);
    return arn ? tail_of(*arn) : std::string(text);
}

ClientResult<std::string> state_machine_arn_of(Client& client, const std::string& machine) {
    if (machine.starts_with("arn:")) return machine;
    const auto arns = all_machine_arns(client);
    if (arns.has_error()) return arns.error();
    for (const std::string& arn : *arns) {
        if (name_of_arn(arn) == machine) return arn;
    }
    return no_such_machine(machine, *arns);
}

ClientResult<std::string> execution_arn_of(Client& client, const std::string& execution) {
    if (execution.starts_with("arn:")) return execution;
    const auto arns = all_machine_arns(client);
    if (arns.has_error()) return arns.error();
    if (arns->empty())
        return ClientError{ExitCode::NotFound, "ExecutionDoesNotExist",
                           "there is no execution '" + execution + "': no state machine was deployed yet."};

    if (execution.find(':') != std::string::npos) return with_resource(arns->front(), "execution:" + execution);

    std::vector<std::string> found;
    for (const std::string& machine : *arns) {
        if (name_of_arn(machine) == execution) {
            return ClientError{
                ExitCode::Usage, "",
                "'" + execution + "' is a state machine. An execution is named MACHINE:EXECUTION; 'pawl list " + execution + "' shows them."};
        }
        const std::string arn = with_resource(machine, "execution:" + name_of_arn(machine) + ":" + execution);
        const auto answer = client.call("DescribeExecution", {{"executionArn", arn}});
        if (answer.has_value()) {
            found.push_back(arn);
        } else if (answer.error().exit != ExitCode::NotFound) {
            return answer.error();
        }
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return ClientError{ExitCode::NotFound, "ExecutionDoesNotExist",
                           "there is no execution '" + execution + "'. 'pawl list MACHINE' shows a state machine's."};
    }
    std::string message = "several state machines have an execution '" + execution + "'; say which:";
    for (const std::string& arn : found) message += " " + name_of_arn(arn);
    return ClientError{ExitCode::Usage, "", message};
}

}  // namespace pawl::cli
