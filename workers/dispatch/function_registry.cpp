#include "workers/dispatch/function_registry.hpp"

#include "statemachine/vocabulary/credentials.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::workers {

using engine::Function;
using engine::FunctionFault;

namespace {

constexpr std::string_view name_placeholder = "{name}";

bool is_function_name(std::string_view name) {
    if (name == "*") return true;
    if (name.empty() || name.size() > 140) return false;
    for (const char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) return false;
    return true;
}

FunctionFault fault_of(std::string_view name, std::string_view what) {
    return {"Function '" + std::string(name) + "': " + without_credentials(what)};
}

}  // namespace

std::string Route::target_for(std::string_view name) const {
    std::string out;
    std::string_view rest = url.target;
    for (std::size_t at = rest.find(name_placeholder); at != std::string_view::npos; at = rest.find(name_placeholder)) {
        out += rest.substr(0, at);
        out += percent_encode(name);
        rest.remove_prefix(at + name_placeholder.size());
    }
    out += rest;
    return out;
}

Result<void, FunctionFault> FunctionRegistry::put(Function function) {
    if (!is_function_name(function.name))
        return fault_of(function.name, "the name must be '*' or 1 to 140 letters, digits, '-', '_' or '.'; use the bare name, not the ARN");
    const auto url = Url::parse(function.url);
    if (!url)
        return fault_of(function.name,
                        "'" + function.url + "' is no URL pawl can call; write http://HOST[:PORT]/PATH or https://…, with {name} in the path alone");
    if (function.concurrency == 0) return fault_of(function.name, "concurrency must be 1 or more");
    if (function.timeout_seconds == 0) return fault_of(function.name, "timeout must be 1 second or more");
    auto route = std::make_shared<Route>(Route{std::move(function), *url, url->origin()});
    const std::lock_guard lock(mutex_);
    routes_.insert_or_assign(route->function.name, route);
    return {};
}

bool FunctionRegistry::remove(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = routes_.find(name);
    if (found == routes_.end()) return false;
    routes_.erase(found);
    return true;
}

std::optional<Function> FunctionRegistry::get(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = routes_.find(name);
    if (found == routes_.end()) return std::nullopt;
    return found->second->function;
}

std::vector<Function> FunctionRegistry::list() const {
    const std::lock_guard lock(mutex_);
    std::vector<Function> out;
    out.reserve(routes_.size());
    for (const auto& [name, route] : routes_) out.push_back(route->function);
    return out;
}

std::shared_ptr<const Route> FunctionRegistry::resolve(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    auto found = routes_.find(name);
    if (found == routes_.end()) found = routes_.find(std::string_view("*"));
    return found == routes_.end() ? nullptr : found->second;
}

Result<Function, FunctionFault> parse_function_option(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return FunctionFault{"'" + without_credentials(text) + "' is no function; write NAME=URL, as in greet=http://127.0.0.1:9000/greet"};
    Function function;
    function.name = std::string(text.substr(0, equals));
    function.url = std::string(text.substr(equals + 1));
    return function;
}

}  // namespace pawl::workers
