#include "workers/dispatch/http_dispatcher.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "workers/dispatch/host_pool.hpp"
#include "workers/dispatch/outcome.hpp"
#include "workers/dispatch/request_text.hpp"
#include "workers/dispatch/slots.hpp"

namespace pawl::workers {

namespace asio = boost::asio;
using engine::DispatchAnswer;
using engine::DispatchRequest;

namespace {

constexpr std::uint32_t unregistered_concurrency = 1'000;
constexpr std::chrono::milliseconds sweep_pause{5};  ///< between two looks at the time limits, at least

// What goes out over HTTP: a kind that doesn't must not get here unseen.
const std::string& function_of(const TaskTarget& target) {
    switch (target.kind) {
        case TargetKind::Lambda:
            return target.name;
    }
    check_failed("a task calls a kind that there is not", __FILE__, __LINE__);
}

struct CallKey {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    friend bool operator==(const CallKey&, const CallKey&) = default;
};

struct CallKeyHash {
    std::size_t operator()(const CallKey& key) const {
        std::uint64_t hash = static_cast<std::uint64_t>(key.execution) * 0x9e3779b97f4a7c15U;
        hash ^= (static_cast<std::uint64_t>(key.token.frame) << 32U | key.token.scheduled) + (hash >> 29U);
        return static_cast<std::size_t>(hash * 0xbf58476d1ce4e5b9U);
    }
};

Instant wall_clock() { return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()}; }

}  // namespace

/// Everything behind the port. The inbox and the slots are shared between threads; the rest belongs to the I/O thread. Handlers posted to
/// the io_context keep it alive.
class HttpDispatcher::Core final : public std::enable_shared_from_this<Core>, public CallEvents {
  public:
    Core(asio::io_context& io, const FunctionRegistry& registry, engine::DispatchSink& sink, DispatchOptions options)
        : io_(io), registry_(registry), sink_(sink), options_(std::move(options)), tls_(asio::ssl::context::tls_client), sweep_timer_(io) {}

    /// The authorities of a file are loaded now, so that a wrong one is noticed; the system's when the first https function is called:
    /// they cost 60 ms and some megabytes that most engines never need.
    Result<void, DispatchFault> load_authorities() {
        boost::system::error_code error;
        tls_.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, error);
        if (options_.ca_file.empty()) return {};
        tls_.load_verify_file(options_.ca_file, error);
        if (!error) return {};
        return DispatchFault{"The certificate authorities in '" + options_.ca_file + "' could not be loaded: " + error.message() +
                             ". The file must hold PEM certificates."};
    }

    bool try_reserve(std::string_view function_name) {
        const auto route = registry_.resolve(function_name);
        return slots_.try_take(function_name, route ? route->function.concurrency : unregistered_concurrency);
    }

    void give_back(std::string_view function_name) {
        if (!slots_.give_back(function_name)) return;
        const std::lock_guard gate(sink_gate_);
        if (!stopped_) sink_.slot_free({TargetKind::Lambda, std::string(function_name)});
    }

    struct Cancel {
        CallKey key;
    };

    /// To the I/O thread, in order. One wake-up serves all that comes in until it runs.
    void hand_over(std::variant<DispatchRequest, Cancel> work) {
        bool wake = false;
        {
            const std::lock_guard lock(inbox_mutex_);
            wake = inbox_.empty();
            inbox_.push_back(std::move(work));
        }
        if (wake) asio::post(io_, [self = shared_from_this()] { self->empty_inbox(); });
    }

    void stop() {
        {
            const std::lock_guard gate(sink_gate_);
            stopped_ = true;
        }
        asio::post(io_, [self = shared_from_this()] {
            self->pools_.clear();
            self->calls_.clear();
            self->sweep_timer_.cancel();
        });
    }

  private:
    void empty_inbox() {
        std::vector<std::variant<DispatchRequest, Cancel>> work;
        {
            const std::lock_guard lock(inbox_mutex_);
            work.swap(inbox_);
        }
        if (is_stopped()) return;
        const SteadyTime now = std::chrono::steady_clock::now();
        for (auto& item : work) {
            if (auto* const request = std::get_if<DispatchRequest>(&item))
                start(std::move(*request), now);
            else
                give_up(std::get<Cancel>(item).key);
        }
    }

    bool is_stopped() {
        const std::lock_guard gate(sink_gate_);
        return stopped_;
    }

    void start(DispatchRequest request, SteadyTime now) {
        const CallKey key{request.execution, request.token};
        auto call = std::make_unique<Call>();
        call->execution = request.execution;
        call->token = request.token;
        call->route = registry_.resolve(request.target.name);
        if (!call->route) {
            call->function_name = std::move(request.target.name);
            return deliver(*call, not_registered(call->function_name));
        }
        const Route& route = *call->route;
        const auto limit = std::chrono::seconds(route.function.timeout_seconds);
        const Instant deadline = std::min(request.deadline, wall_clock().plus_milliseconds(std::chrono::milliseconds(limit).count()));
        call->wire = request_text(request, route, deadline);
        call->give_up_at = now + limit;
        call->function_name = std::move(request.target.name);
        call->idempotency_key = std::move(request.idempotency_key);

        const auto [place, is_new] = calls_.emplace(key, std::move(call));
        PAWL_CHECK(is_new, "a task attempt was dispatched twice while its first call was in flight");
        Call& started = *place->second;
        pool_for(route).submit(started, now);
        sweep_by(std::min(started.give_up_at, started.connection != nullptr ? SteadyTime::max() : started.connect_by));
    }

    void give_up(const CallKey& key) {
        const auto found = calls_.find(key);
        if (found == calls_.end()) return;
        const std::unique_ptr<Call> call = std::move(found->second);
        calls_.erase(found);
        call->pool->abandon(*call);
        give_back(call->function_name);
    }

    HostPool& pool_for(const Route& route) {
        std::unique_ptr<HostPool>& pool = pools_[route.origin];
        if (!pool && route.url.tls && options_.ca_file.empty() && !std::exchange(system_authorities_loaded_, true)) {
            boost::system::error_code none_there;  // then every certificate is refused, with a reason
            tls_.set_default_verify_paths(none_there);
        }
        if (!pool) pool = std::make_unique<HostPool>(io_, tls_, route.url, options_, *this);
        return *pool;
    }

    void answered(Call& call, HttpResponse response) override {
        Outcome outcome = outcome_of(std::move(response), call);
        finish(call, std::move(outcome));
        sweep_by(std::chrono::steady_clock::now() + options_.idle_timeout);
    }

    void failed(Call& call, CallFault fault) override { finish(call, outcome_of(fault, call, options_.response_limit)); }

    void finish(Call& call, Outcome outcome) {
        const auto found = calls_.find({call.execution, call.token});
        const std::unique_ptr<Call> owned = std::move(found->second);
        calls_.erase(found);
        deliver(*owned, std::move(outcome));
    }

    void deliver(const Call& call, Outcome outcome) {
        {
            const std::lock_guard gate(sink_gate_);
            if (stopped_) return;
            execution::TaskAnswer answer = std::visit([](auto& each) -> execution::TaskAnswer { return std::move(each); }, outcome);
            sink_.answered({call.execution, call.token, std::move(answer)});
        }
        give_back(call.function_name);
    }

    /// Looks at the time limits at `when` or before. Limits are minutes and answers come in milliseconds, so the calls are in no order of
    /// time: a look at all of them now and then is cheaper than keeping one.
    void sweep_by(SteadyTime when) {
        if (when >= next_sweep_) return;
        next_sweep_ = when;
        sweep_timer_.expires_at(when);
        sweep_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
            if (!error) self->sweep();
        });
    }

    void sweep() {
        if (is_stopped()) return;
        const SteadyTime now = std::chrono::steady_clock::now();
        next_sweep_ = SteadyTime::max();
        SteadyTime next = SteadyTime::max();
        std::vector<Call*> late;
        for (const auto& [key, call] : calls_) {
            if (call->give_up_at <= now)
                late.push_back(call.get());
            else
                next = std::min(next, call->give_up_at);
        }
        for (Call* const call : late) {
            call->pool->abandon(*call);
            failed(*call, {CallFault::Kind::TimeLimit, {}});
        }
        for (const auto& [origin, pool] : pools_) next = std::min(next, pool->expire(now));
        std::erase_if(pools_, [](const auto& entry) { return entry.second->is_unused(); });
        if (next != SteadyTime::max()) sweep_by(std::max(next, now + sweep_pause));
    }

    asio::io_context& io_;
    const FunctionRegistry& registry_;
    engine::DispatchSink& sink_;
    const DispatchOptions options_;

    std::mutex inbox_mutex_;
    std::vector<std::variant<DispatchRequest, Cancel>> inbox_;
    Slots slots_;
    std::recursive_mutex sink_gate_;  ///< held while the sink is told something, so that stop() can promise silence
    bool stopped_ = false;

    // I/O thread only. Calls outlive the pools that borrow them.
    asio::ssl::context tls_;
    bool system_authorities_loaded_ = false;
    std::unordered_map<CallKey, std::unique_ptr<Call>, CallKeyHash> calls_;
    std::unordered_map<std::string, std::unique_ptr<HostPool>> pools_;
    asio::steady_timer sweep_timer_;
    SteadyTime next_sweep_ = SteadyTime::max();
};

Result<std::unique_ptr<HttpDispatcher>, DispatchFault> HttpDispatcher::make(asio::io_context& io, const FunctionRegistry& registry,
                                                                            engine::DispatchSink& sink, DispatchOptions options) {
    auto core = std::make_shared<Core>(io, registry, sink, std::move(options));
    if (auto loaded = core->load_authorities(); !loaded) return loaded.error();
    return std::make_unique<HttpDispatcher>(std::move(core));
}

HttpDispatcher::HttpDispatcher(std::shared_ptr<Core> core) : core_(std::move(core)) {}
HttpDispatcher::~HttpDispatcher() { core_->stop(); }
void HttpDispatcher::stop() { core_->stop(); }

bool HttpDispatcher::try_reserve(const TaskTarget& target) { return core_->try_reserve(function_of(target)); }
void HttpDispatcher::release(const TaskTarget& target) { core_->give_back(function_of(target)); }
void HttpDispatcher::dispatch(DispatchRequest request) { core_->hand_over(std::move(request)); }
void HttpDispatcher::cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget&) {
    core_->hand_over(Core::Cancel{{execution, token}});
}

}  // namespace pawl::workers
