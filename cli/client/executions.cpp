#include "cli/client/executions.hpp"

#include <algorithm>
#include <chrono>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/names.hpp"
#include "cli/text/json_text.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::cli {
namespace {

constexpr std::int64_t held_at_most = 30'000;  ///< milliseconds one waiting request lasts

std::int64_t id_of(const json::value& event) {
    const json::value& id = member_of(event, "id");
    return is_number(id) ? static_cast<std::int64_t>(to_double(id)) : 0;
}

}  // namespace

ClientResult<json::array> read_history(Client& client, const std::string& execution_arn) {
    json::array events;
    json::object request{{"executionArn", execution_arn}, {"maxResults", 1000}};
    for (;;) {
        const auto page = client.call("GetExecutionHistory", request);
        if (page.has_error()) return page.error();
        const json::value& found = member_of(page->value(), "events");
        if (found.is_array()) {
            // Not insert(): it would leave the elements' parts in the page's memory, which ends with the page.
            for (const json::value& event : found.get_array()) events.push_back(event);
        }
        const std::string token = text_of(page->value(), "nextToken");
        if (token.empty()) return events;
        request["nextToken"] = token;
    }
}

ClientResult<json::array> read_history_after(Client& client, const std::string& execution_arn, std::int64_t seen) {
    json::array newest_first;
    json::object request{{"executionArn", execution_arn}, {"maxResults", 100}, {"reverseOrder", true}};
    for (bool more = true; more;) {
        const auto page = client.call("GetExecutionHistory", request);
        if (page.has_error()) return page.error();
        const json::value& found = member_of(page->value(), "events");
        const std::string token = text_of(page->value(), "nextToken");
        more = !token.empty();
        if (found.is_array()) {
            for (const json::value& event : found.get_array()) {
                if (id_of(event) <= seen) {
                    more = false;
                    break;
                }
                newest_first.push_back(event);
            }
        }
        request["nextToken"] = token;
    }
    std::reverse(newest_first.begin(), newest_first.end());
    return newest_first;
}

ClientResult<Payload> describe_execution(Client& client, const std::string& execution_arn) {
    return client.call("DescribeExecution", {{"executionArn", execution_arn}});
}

ClientResult<Payload> wait_for_close(Client& client, const std::string& execution_arn, std::int64_t patience_milliseconds) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::milliseconds(patience_milliseconds);
    for (;;) {
        const std::int64_t left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        const std::int64_t held = std::clamp<std::int64_t>(left, 0, held_at_most);
        const auto held_answer =
            client.get("/v1/executions/" + percent_encode(name_of_arn(execution_arn), ":") + "?wait=" + std::to_string(held) + "ms", held);
        if (held_answer.has_error()) return held_answer.error();
        auto description = describe_execution(client, execution_arn);
        if (description.has_error() || !is_running(*description) || Clock::now() >= end) return description;
    }
}

bool is_running(const Payload& description) { return text_of(description.value(), "status") == "RUNNING"; }

ExitCode exit_code_of(const Payload& description) {
    const std::string status = text_of(description.value(), "status");
    if (status == "SUCCEEDED") return ExitCode::Ok;
    return status == "TIMED_OUT" || status == "RUNNING" ? ExitCode::TimedOut : ExitCode::Failed;
}

}  // namespace pawl::cli
