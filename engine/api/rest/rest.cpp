#include "engine/api/rest/rest.hpp"

#include <utility>

#include "engine/api/rest/route.hpp"
#include "engine/service/refusals.hpp"

namespace pawl::engine::rest {

namespace {

/// The host of "http://host:port" or "host:port".
std::string_view host_of(std::string_view text) {
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) text.remove_prefix(scheme + 3);
    if (text.starts_with('[')) return text.substr(0, text.find(']') + 1);
    return text.substr(0, text.find_first_of(":/"));
}

/// A page of another site must not write here through a visitor's browser. Comparing with Host alone would trust a name that an attacker lets point
/// to this address, hence names of this very machine are the only ones that pass without it being an IP address.
bool is_foreign(std::string_view origin, std::string_view host) {
    const std::string_view from = host_of(origin), to = host_of(host);
    const auto is_local = [](std::string_view name) { return name == "localhost" || name == "127.0.0.1" || name == "[::1]"; };
    if (is_local(from)) return !is_local(to);
    const bool is_address = !from.empty() && (from.front() == '[' || from.find_first_not_of("0123456789.") == std::string_view::npos);
    return !is_address || from != to;
}

std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool fits(std::string_view pattern, const std::vector<std::string_view>& segments) {
    for (const std::string_view segment : segments) {
        if (pattern.empty()) return false;
        const std::string_view wanted = next_segment(pattern);
        if (!is_parameter(wanted) && wanted != segment) return false;
    }
    return pattern.empty();
}

std::vector<std::string_view> parameters_of(std::string_view pattern, const std::vector<std::string_view>& segments) {
    std::vector<std::string_view> parameters;
    for (const std::string_view segment : segments) {
        if (is_parameter(next_segment(pattern))) parameters.push_back(segment);
    }
    return parameters;
}

}  // namespace

http::HttpResponse problem(int status, std::string_view code, std::string_view detail) {
    http::HttpResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    JsonObject object;
    object.text("type", "about:blank").text("title", http::reason_phrase(status)).number("status", static_cast<std::uint64_t>(status));
    response.body = object.text("detail", detail).text("code", code).take();
    return response;
}

http::HttpResponse write_problem(const ApiError& error) {
    const Wording wording = wording_of(error);
    return problem(wording.rest_status, wording.exception, wording.message);
}

void Rest::handle(http::HttpRequest&& request, http::Responder responder) {
    auto reply = std::make_shared<Reply>(Reply{server_, std::move(responder), &write_problem});
    Route route{std::move(request), {}, services_, std::move(reply)};
    const bool writes = !route.is("GET");
    if (const auto origin = route.request.header("origin"); writes && origin && is_foreign(*origin, route.request.header("host").value_or(""))) {
        return route.refuse(403, "ForeignOrigin", "Pages of " + std::string(*origin) + " may not write here");
    }
    const std::vector<std::string_view> segments = route.request.segments();
    std::string allowed;
    for (const auto entries : {execution_routes(), state_machine_routes(), function_routes()}) {
        for (const RouteEntry& entry : entries) {
            if (!fits(entry.path, segments)) continue;
            if (route.is(entry.method)) {
                route.parameters = parameters_of(entry.path, segments);
                return entry.handle(std::move(route));
            }
            allowed.append(allowed.empty() ? "" : ", ").append(entry.method);
        }
    }
    allowed.empty() ? route.no_such_path() : route.not_allowed(allowed);
}

}  // namespace pawl::engine::rest
