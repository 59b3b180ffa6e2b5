// The registered functions, and the route to each. Any thread may call any member; a route, once given out, never changes.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/functions.hpp"
#include "workers/dispatch/url.hpp"

namespace pawl::workers {

/// How calls to one registered function go out: its settings with everything worked out that does not depend on the call.
struct Route {
    engine::Function function;
    Url url;
    std::string origin;  ///< url.origin(), the key of its connection pool
    /// The request target for a called name: "{name}" replaced.
    std::string target_for(std::string_view name) const;
    /// The URL of a call, as it may be shown: no credentials.
    std::string shown_url(std::string_view name) const { return origin + target_for(name); }
};

class FunctionRegistry final : public engine::Functions {
  public:
    Result<void, engine::FunctionFault> put(engine::Function function) override;
    bool remove(std::string_view name) override;
    std::optional<engine::Function> get(std::string_view name) const override;
    std::vector<engine::Function> list() const override;

    /// The route of that name, else the one of "*", else null.
    std::shared_ptr<const Route> resolve(std::string_view name) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const Route>, std::less<>> routes_;
};

/// "NAME=URL", as `pawl serve --function` takes it. The rest is as by default.
Result<engine::Function, engine::FunctionFault> parse_function_option(std::string_view text);

}  // namespace pawl::workers
