// A whole engine behind its API, in one process: memory store, four partitions on their threads, functions that echo their input. For tests that
// speak HTTP.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "engine/api/api.hpp"
#include "engine/api/http/message.hpp"
#include "engine/runtime/engine_threads.hpp"
#include "engine/store/memory/memory_store.hpp"
#include "tests/unit/api/socket_client.hpp"

namespace pawl::engine {

class WallClock final : public Clock {
  public:
    Instant now() override {
        return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
    }
};

class CountedEntropy final : public Entropy {
  public:
    std::uint64_t next() override {
        std::uint64_t z = last_ += 0x9e37'79b9'7f4a'7c15ULL;
        z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11ebULL;
        return z ^ (z >> 31);
    }

  private:
    std::atomic<std::uint64_t> last_ = 17;  // every partition's thread asks
};

/// Every function answers at once with its input; "never" doesn't answer at all.
class EchoDispatcher final : public Dispatcher {
  public:
    bool try_reserve(const TaskTarget&) override { return true; }
    void dispatch(DispatchRequest request) override {
        if (request.target.name == "never") return;
        execution::FunctionAnswer answer;
        answer.body = request.input;
        sink->answered({request.execution, request.token, std::move(answer)});
    }
    void release(const TaskTarget&) override {}
    void cancel(ExecutionKey, execution::TaskToken, const TaskTarget&) override {}

    DispatchSink* sink = nullptr;
};

class FunctionTable final : public Functions {
  public:
    Result<void, FunctionFault> put(Function function) override {
        if (!function.url.starts_with("http")) return FunctionFault{"the URL must begin with http"};
        table_[function.name] = std::move(function);
        return {};
    }
    bool remove(std::string_view name) override { return table_.erase(std::string(name)) > 0; }
    std::optional<Function> get(std::string_view name) const override {
        const auto found = table_.find(std::string(name));
        return found == table_.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<Function> list() const override {
        std::vector<Function> all;
        for (const auto& [name, function] : table_) all.push_back(function);
        return all;
    }

  private:
    std::map<std::string, Function> table_;
};

struct HttpAnswer {
    int status = 0;
    std::string head, body;
    const boost::json::value& json() const { return parsed ? *parsed : *(parsed = std::make_shared<boost::json::value>(boost::json::parse(body))); }
    const boost::json::object& object() const { return json().as_object(); }
    std::string text(std::string_view name) const {
        const auto* value = object().if_contains(name);
        return value == nullptr ? "(absent)" : value->is_string() ? value->get_string().c_str() : boost::json::serialize(*value);
    }
    mutable std::shared_ptr<boost::json::value> parsed;
};

class ApiWorld : public testing::Test {
  protected:
    void SetUp() override { boot({}); }
    void TearDown() override { halt(); }

    void boot(ApiSettings settings, execution::Limits limits = {}) {
        Settings engine_settings;
        engine_settings.limits = limits;
        engine_settings.deletion_milliseconds = 0;
        engine_ = std::make_unique<Engine>(Ports{store_, dispatcher_, clock_, entropy_}, engine_settings);
        dispatcher_.sink = engine_.get();
        ASSERT_TRUE(engine_->recover().has_value());
        threads_ = std::make_unique<EngineThreads>(*engine_, clock_, 4);
        settings.port = 0;
        api_ = std::make_unique<Api>(ApiPorts{*engine_, functions_, clock_, [this] { return store_.reader(); }}, settings);
        const auto started = api_->start();
        ASSERT_TRUE(started.has_value()) << started.error();
    }
    void halt() {
        if (!api_) return;
        api_->stop();
        threads_->stop();
        api_.reset();
        threads_.reset();
        engine_.reset();
    }

    HttpAnswer http(const std::string& method, const std::string& target, const std::string& headers, const std::string& body) {
        http::SocketClient client(api_->port());
        client.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n" + headers + "\r\n" + body);
        const std::string got = client.read_to_end();
        HttpAnswer answer;
        const std::size_t end = got.find("\r\n\r\n");
        if (end == std::string::npos) {
            ADD_FAILURE() << "no answer to " << method << " " << target << ": " << got;
            return answer;
        }
        answer.head = got.substr(0, end + 2);
        answer.body = got.substr(end + 4);
        answer.status = std::stoi(got.substr(9, 3));
        return answer;
    }
    HttpAnswer aws(const std::string& operation, const std::string& body) {
        return http("POST", "/", "X-Amz-Target: AWSStepFunctions." + operation + "\r\nContent-Type: application/x-amz-json-1.0\r\n", body);
    }
    HttpAnswer rest(const std::string& method, const std::string& target, const std::string& body = {}) { return http(method, target, "", body); }

    static std::string quote(const std::string& text) { return boost::json::serialize(boost::json::value(text)); }
    static std::string machine_arn(const std::string& name) { return "arn:aws:states:us-east-1:000000000000:stateMachine:" + name; }
    static std::string execution_arn_of(const std::string& name) { return "arn:aws:states:us-east-1:000000000000:execution:" + name; }
    HttpAnswer create(const std::string& name, const std::string& definition, const std::string& more = {}) {
        return aws("CreateStateMachine",
                   R"({"name":")" + name + R"(","roleArn":"arn:aws:iam::1:role/r","definition":)" + quote(definition) + more + "}");
    }
    HttpAnswer start(const std::string& machine, const std::string& more = {}) {
        return aws("StartExecution", R"({"stateMachineArn":")" + machine_arn(machine) + "\"" + more + "}");
    }
    void expect_error(const HttpAnswer& answer, const std::string& type, const std::string& message) {
        EXPECT_EQ(answer.status, 400) << answer.body;
        EXPECT_EQ(answer.text("__type"), type);
        EXPECT_EQ(answer.text("message"), message);
    }

    static constexpr const char* pass = R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}})";
    static constexpr const char* wait = R"({"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":600,"End":true}}})";
    static constexpr const char* model = "com.amazonaws.swf.service.v2.model#";

    MemoryStore store_{{3, 4, 300, highest_shard}};  // keys and rows are large numbers
    EchoDispatcher dispatcher_;
    FunctionTable functions_;
    WallClock clock_;
    CountedEntropy entropy_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<EngineThreads> threads_;
    std::unique_ptr<Api> api_;
};

}  // namespace pawl::engine
