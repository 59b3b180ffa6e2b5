#include "cli/serve/server.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/serve/crash_note.hpp"
#include "cli/serve/system_ports.hpp"
#include "engine/api/api.hpp"
#include "engine/runtime/engine_threads.hpp"
#include "engine/service/functions_service.hpp"
#include "engine/store/memory/memory_store.hpp"
#include "engine/store/sqlite/sqlite_store.hpp"
#include "workers/dispatch/function_registry.hpp"
#include "workers/dispatch/http_dispatcher.hpp"
#include "workers/dispatch/io_thread.hpp"

namespace pawl::cli {
namespace {

/// The dispatcher wants a sink when it is made, the engine a dispatcher: this stands in between until both exist.
class SinkRelay final : public engine::DispatchSink {
  public:
    void lead_to(engine::DispatchSink& sink) { sink_ = &sink; }
    void answered(engine::DispatchAnswer answer) override { sink_->answered(std::move(answer)); }
    void slot_free(TaskTarget target) override { sink_->slot_free(std::move(target)); }

  private:
    engine::DispatchSink* sink_ = nullptr;  ///< set before the first dispatch
};

engine::Settings settings_of(const Config& config) {
    engine::Settings settings;
    settings.realm = {config.region, config.account};
    settings.limits.payload_bytes = config.payload_bytes;
    settings.limits.history_events = config.history_events;
    settings.retention_milliseconds = std::int64_t{config.retention_days} * 24 * 3600 * 1000;
    if (!config.is_in_memory()) settings.set_aside = read_crash_note(config.db);
    return settings;
}

engine::ApiSettings api_settings_of(const Config& config) {
    engine::ApiSettings settings;
    settings.bind = config.bind;
    settings.port = config.port;
    settings.token = config.token;
    settings.version = PAWL_VERSION;
    settings.realm = {config.region, config.account};
    // JSON in JSON: nearly every byte of the longest input may come escaped.
    settings.body_bytes = std::max<std::size_t>(settings.body_bytes, 2 * std::size_t{config.payload_bytes} + 1024 * 1024);
    return settings;
}

Result<std::unique_ptr<engine::Store>, engine::StoreError> open_store(const Config& config) {
    if (!config.is_in_memory()) return engine::open_sqlite_store(config.db);
    std::vector<ShardId> shards;
    for (ShardId id = 0; id < config.shards; ++id) shards.push_back(id);
    return std::unique_ptr<engine::Store>(std::make_unique<engine::MemoryStore>(shards));
}

/// Functions registered over REST come first, so that configuration and flags win over them.
std::optional<ServerFault> register_functions(workers::FunctionRegistry& registry, engine::Store& store, const Config& config) {
    const auto rows = store.reader()->functions();
    if (rows.has_error()) return ServerFault{rows.error().message};
    for (const engine::FunctionRow& row : *rows) {
        if (const auto put = registry.put(engine::read_function(row)); put.has_error()) return ServerFault{put.error().message};
    }
    for (const engine::Function& function : config.functions) {
        if (const auto put = registry.put(function); put.has_error()) return ServerFault{put.error().message};
    }
    return std::nullopt;
}

}  // namespace

// In the order they are made; the last is destroyed first.
struct Server::Parts {
    explicit Parts(std::unique_ptr<engine::Store> opened) : store(std::move(opened)) {}

    std::unique_ptr<engine::Store> store;
    SystemClock clock;
    SystemEntropy entropy;
    workers::FunctionRegistry functions;
    SinkRelay relay;
    workers::IoThread io;
    std::unique_ptr<workers::HttpDispatcher> dispatcher;
    std::optional<engine::Engine> engine;
    std::optional<engine::EngineThreads> threads;
    std::optional<engine::Api> api;
    bool stopped = false;
};

Result<std::unique_ptr<Server>, ServerFault> Server::start(const Config& config, std::function<void(const std::string&)> on_failure) {
    auto store = open_store(config);
    if (store.has_error()) return ServerFault{store.error().message};
    auto parts = std::make_unique<Parts>(std::move(*store));

    if (auto fault = register_functions(parts->functions, *parts->store, config)) return *fault;
    auto dispatcher = workers::HttpDispatcher::make(parts->io.context(), parts->functions, parts->relay);
    if (dispatcher.has_error()) return ServerFault{dispatcher.error().message};
    parts->dispatcher = std::move(*dispatcher);

    parts->engine.emplace(engine::Ports{*parts->store, *parts->dispatcher, parts->clock, parts->entropy}, settings_of(config));
    parts->relay.lead_to(*parts->engine);
    if (!config.is_in_memory()) write_crash_note_on_failure(config.db);
    parts->engine->on_failure([parts = parts.get(), on_failure = std::move(on_failure)](const engine::StoreError& error) {
        if (parts->api) parts->api->not_ready(error.message);
        on_failure(error.message);
    });
    if (const auto recovered = parts->engine->recover(); recovered.has_error()) return ServerFault{recovered.error().message};

    parts->api.emplace(engine::ApiPorts{*parts->engine, parts->functions, parts->clock, [store = parts->store.get()] { return store->reader(); }},
                       api_settings_of(config));
    parts->threads.emplace(*parts->engine, parts->clock);
    auto server = std::make_unique<Server>(std::move(parts));
    if (const auto started = server->parts_->api->start(); started.has_error()) return ServerFault{started.error()};
    return server;
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() {
    stop();
    forget_crash_note();
}

std::uint16_t Server::port() const { return parts_->api->port(); }

std::vector<std::string> Server::left_out() const {
    std::vector<std::string> sentences;
    for (const auto& [key, why] : parts_->engine->set_aside()) {
        sentences.push_back("execution number " + std::to_string(key) + " was left out: " + why);
    }
    return sentences;
}

void Server::stop() {
    if (std::exchange(parts_->stopped, true)) return;
    parts_->threads->stop();  // first, so that those who wait still have a connection to be answered on
    parts_->api->stop();
    parts_->dispatcher->stop();
}

}  // namespace pawl::cli
