#include "workers/sdk/worker.hpp"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <map>
#include <thread>

#include <httplib.h>

#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "workers/sdk/connection_threads.hpp"
#include "workers/sdk/gate.hpp"
#include "workers/sdk/http_server.hpp"
#include "workers/sdk/invocation.hpp"

namespace pawl::workers {
namespace {

template <class Number>
void read_number(const std::string& text, Number& number) {
    Number read{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (error == std::errc{} && end == text.data() + text.size()) number = read;
}

Context context_of(const httplib::Request& request, const std::string& called_name) {
    Context context;
    context.function = function_name_of(called_name);
    context.execution_arn = request.get_header_value("X-Pawl-Execution");
    context.idempotency_key = request.get_header_value("Idempotency-Key");
    context.trace_parent = request.get_header_value("traceparent");
    read_number(request.get_header_value("X-Pawl-Attempt"), context.attempt);
    read_number(request.get_header_value("X-Pawl-Deadline-Ms"), context.deadline.milliseconds);
    context.input_text = request.body;
    return context;
}

void send(const InvocationReply& reply, httplib::Response& response) {
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) response.set_header(name, value);
    response.set_content(reply.body, "application/json");
}

}  // namespace

class Worker::Server {
  public:
    std::map<std::string, Handler, std::less<>> handlers;
    std::map<std::string, std::function<std::string()>> reports;

    Result<std::uint16_t, std::string> start(const WorkerOptions& options) {
        if (thread_.joinable()) return std::string("The worker has been started before; make another one.");
        gate_ = std::make_unique<Gate>(options.concurrency == 0 ? 1 : options.concurrency, options.waiting);
        set_up(options);
        const int port =
            options.port != 0 ? (http_.bind_to_port(options.host, options.port) ? options.port : -1) : http_.bind_to_any_port(options.host);
        if (port < 0 || !http_.widen_listen_queue())
            return "The worker cannot listen on " + options.host + ":" + std::to_string(options.port) +
                   ": the address is not this machine's, or another process has the port. Choose another port, or 0 for any free one.";
        thread_ = std::thread([this] { http_.listen_after_bind(); });
        while (!http_.is_running()) std::this_thread::yield();
        return static_cast<std::uint16_t>(port);
    }

    void stop() {
        if (!thread_.joinable()) return;
        http_.end();
        thread_.join();
    }

  private:
    void set_up(const WorkerOptions& options) {
        http_.new_task_queue = [limit = options.connections] { return new ConnectionThreads(limit); };
        http_.set_tcp_nodelay(true);
        http_.set_payload_max_length(options.body_limit);
        http_.Post(R"(/2015-03-31/functions/([^/]+)/invocations)",
                   [this](const httplib::Request& request, httplib::Response& response) { serve_call(request, response); });
        http_.Get("/", [this](const httplib::Request&, httplib::Response& response) { response.set_content(function_list(), "application/json"); });
        for (const auto& [path, json_text] : reports)
            http_.Get(path, [&json_text = json_text](const httplib::Request&, httplib::Response& response) {
                response.set_content(json_text(), "application/json");
            });
    }

    void serve_call(const httplib::Request& request, httplib::Response& response) {
        const Context context = context_of(request, request.matches[1]);
        const auto found = handlers.find(context.function);
        if (found == handlers.end()) return send(no_such_function(context), response);
        if (!gate_->enter()) return send(refusal(429, "TooManyRequestsException", "Rate Exceeded: too many calls wait for a free handler"), response);
        const InvocationReply reply = invoke(found->second, context);
        gate_->leave();
        send(reply, response);
    }

    std::string function_list() const {
        std::string out = "{\"functions\":[";
        for (const auto& [name, handler] : handlers) {
            if (out.back() != '[') out += ',';
            write_json_string(name, out);
        }
        return out + "]}";
    }

    HttpServer http_;
    std::unique_ptr<Gate> gate_;
    std::thread thread_;
};

Worker::Worker() : server_(std::make_unique<Server>()) {}
Worker::~Worker() { stop(); }

Worker& Worker::handle(std::string name, Handler handler) {
    server_->handlers.insert_or_assign(std::move(name), std::move(handler));
    return *this;
}

Worker& Worker::report(std::string path, std::function<std::string()> json_text) {
    server_->reports.insert_or_assign(std::move(path), std::move(json_text));
    return *this;
}

Result<std::uint16_t, std::string> Worker::start(const WorkerOptions& options) { return server_->start(options); }
void Worker::stop() { server_->stop(); }

int Worker::run(const WorkerOptions& options) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before any thread: all inherit it, and the signal waits for sigwait()
    const auto port = start(options);
    if (!port) {
        std::fprintf(stderr, "%s\n", port.error().c_str());
        return 1;
    }
    std::printf("worker on http://%s:%u serves", options.host.c_str(), static_cast<unsigned>(*port));
    for (const auto& [name, handler] : server_->handlers) std::printf(" %s", name.c_str());
    std::printf("\n");
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    stop();
    return 0;
}

}  // namespace pawl::workers
