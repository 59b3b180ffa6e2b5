// The worker SDK, called by the engine's own dispatcher over real sockets.
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <httplib.h>

#include "tests/unit/workers/dispatch_fixture.hpp"
#include "workers/sdk/worker.hpp"

namespace pawl::workers::test {
namespace {

namespace json = boost::json;

class SdkTest : public DispatchTest {
  protected:
    void serve(WorkerOptions options = {}) {
        const auto started = worker.start(options);
        ASSERT_TRUE(started) << started.error();
        port = *started;
        put("*", "http://127.0.0.1:" + std::to_string(port) + "/2015-03-31/functions/{name}/invocations");
    }
    execution::FunctionAnswer function_answer(const std::string& function, std::string input = "{}") {
        auto got = outcome(function, std::move(input));
        if (const auto* const failed = std::get_if<Failure>(&got)) ADD_FAILURE() << failed->error << ": " << failed->cause.value_or("");
        return std::holds_alternative<Failure>(got) ? execution::FunctionAnswer{} : std::get<execution::FunctionAnswer>(got);
    }

    Worker worker;
    std::uint16_t port = 0;
};

TEST_F(SdkTest, AnswersWithAValue) {
    worker.handle("double", [](const json::value& input, const Context&) -> Answer { return json::value(input.as_int64() * 2); });
    worker.handle("half", [](const json::value& input, const Context&) -> Answer { return json::object{{"half", input.to_number<double>() / 2}}; });
    worker.handle("raw", [](const json::value&, const Context& context) { return Answer::of_json_text(context.input_text); });
    serve();
    EXPECT_EQ(body("double", "21"), "42");
    EXPECT_EQ(body("half", "25"), R"({"half":12.5})");
    EXPECT_EQ(body("raw", "{ \"as\" :\n\"it is\" }"), "{ \"as\" :\n\"it is\" }");
    EXPECT_FALSE(function_answer("double", "1").function_error);
}

TEST_F(SdkTest, ErrorsHaveNames) {
    worker.handle("by_value", [](const json::value&, const Context&) -> Answer { return Error{"OutOfStock", "\"3\" are left"}; });
    worker.handle("by_type", [](const json::value&, const Context&) -> Answer { throw std::out_of_range("no such item"); });
    worker.handle("no_exception_class", [](const json::value&, const Context&) -> Answer { throw 5; });
    serve();
    const auto by_value = function_answer("by_value");
    EXPECT_TRUE(by_value.function_error);
    EXPECT_EQ(by_value.body, R"({"errorType":"OutOfStock","errorMessage":"\"3\" are left"})");
    EXPECT_EQ(function_answer("by_type").body, R"({"errorType":"std::out_of_range","errorMessage":"no such item"})");
    EXPECT_TRUE(function_answer("by_type").function_error);
    EXPECT_EQ(function_answer("no_exception_class").body, R"({"errorType":"int","errorMessage":"thrown by function 'no_exception_class'"})");
}

TEST_F(SdkTest, TellsTheHandlerAboutTheCall) {
    Context seen;
    worker.handle("f", [&](const json::value&, const Context& context) -> Answer {
        seen = context;
        return json::value(nullptr);
    });
    serve();
    EXPECT_EQ(body("f", "[1]"), "null");
    EXPECT_EQ(seen.function, "f");
    EXPECT_EQ(seen.execution_arn, "arn:aws:states:us-east-1:000000000000:execution:m:e");
    EXPECT_EQ(seen.idempotency_key, "key-1");
    EXPECT_EQ(seen.attempt, 1U);
    EXPECT_EQ(seen.input_text, "[1]");
    EXPECT_EQ(seen.trace_parent.size(), 55U);
    EXPECT_GT(seen.time_left(), std::chrono::seconds(880));
    EXPECT_LE(seen.time_left(), std::chrono::seconds(900));
}

TEST_F(SdkTest, RefusesAsLambdaDoes) {
    WorkerOptions options;
    options.body_limit = 1'000;
    worker.handle("f", [](const json::value&, const Context&) -> Answer { return json::value(1); });
    serve(options);
    const Failure unknown = failure("g");
    EXPECT_EQ(unknown.error, "Lambda.ResourceNotFoundException");
    EXPECT_EQ(unknown.cause,
              "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: "
              "ResourceNotFoundException; Request ID: key-1; Proxy: null)");
    const Failure no_json = failure("f", "{");
    EXPECT_EQ(no_json.error, "Lambda.AWSLambdaException");
    EXPECT_NE(no_json.cause->find("InvalidRequestContentException"), std::string::npos) << *no_json.cause;
    EXPECT_EQ(failure("f", "\"" + std::string(2'000, 'x') + "\"").error, "Lambda.AWSLambdaException");
    EXPECT_EQ(body("f"), "1");
}

TEST_F(SdkTest, AcceptsArnsAndQualifiedNames) {
    worker.handle("f", [](const json::value&, const Context& context) -> Answer { return json::value(context.function); });
    serve();
    httplib::Client client("127.0.0.1", port);
    for (const char* const name :
         {"f", "f:3", "arn:aws:lambda:us-east-1:1:function:f:$LATEST", "arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af"}) {
        const auto response = client.Post("/2015-03-31/functions/" + std::string(name) + "/invocations", "{}", "application/json");
        ASSERT_TRUE(response) << name;
        EXPECT_EQ(response->body, "\"f\"") << name;
    }
}

TEST_F(SdkTest, RunsNoMoreHandlersAtATimeThanAllowed) {
    std::mutex mutex;
    std::condition_variable changed;
    int running = 0, most = 0;
    bool go = false;
    worker.handle("f", [&](const json::value&, const Context&) -> Answer {
        std::unique_lock lock(mutex);
        most = std::max(most, ++running);
        changed.notify_all();
        changed.wait(lock, [&] { return go; });
        --running;
        return json::value(1);
    });
    WorkerOptions options;
    options.concurrency = 3;
    options.waiting = 4;
    serve(options);
    for (int i = 0; i < 8; ++i) call("f");  // three run, four wait, one is too many
    const auto first = sink.wait_for(1);
    ASSERT_TRUE(std::holds_alternative<Failure>(first.at(0).outcome));
    EXPECT_EQ(std::get<Failure>(first[0].outcome).error, "Lambda.TooManyRequestsException");
    {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return running == 3; }));
        go = true;
    }
    changed.notify_all();
    for (const auto& answer : sink.wait_for(8))
        EXPECT_TRUE(std::holds_alternative<execution::FunctionAnswer>(answer.outcome) || answer.token.scheduled == first[0].token.scheduled);
    EXPECT_EQ(most, 3);
}

TEST_F(SdkTest, StopLetsRunningHandlersFinish) {
    std::atomic<bool> entered{false}, go{false};
    worker.handle("slow", [&](const json::value&, const Context&) -> Answer {
        entered = true;
        while (!go) std::this_thread::yield();
        return json::value("finished");
    });
    serve();
    call("slow");
    ASSERT_TRUE(comes_true([&] { return entered.load(); }));
    std::thread stopping([&] { worker.stop(); });
    go = true;
    stopping.join();
    const auto answers = sink.wait_for(1);
    const auto* const got = std::get_if<execution::FunctionAnswer>(&answers.at(0).outcome);
    ASSERT_NE(got, nullptr) << std::get<Failure>(answers[0].outcome).cause.value_or("");
    EXPECT_EQ(got->body, "\"finished\"");
}

TEST_F(SdkTest, ReportsAndListsOverHttp) {
    worker.handle("b", [](const json::value&, const Context&) -> Answer { return json::value(1); });
    worker.handle("a", [](const json::value&, const Context&) -> Answer { return json::value(1); });
    worker.report("/counts", [] { return std::string(R"({"calls":0})"); });
    serve();
    httplib::Client client("127.0.0.1", port);
    EXPECT_EQ(client.Get("/")->body, R"({"functions":["a","b"]})");
    EXPECT_EQ(client.Get("/counts")->body, R"({"calls":0})");
}

TEST_F(SdkTest, SaysWhyItCannotListen) {
    serve();
    Worker second;
    WorkerOptions options;
    options.host = "192.0.2.1";
    const auto refused = second.start(options);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().find("192.0.2.1"), std::string::npos);
}

TEST_F(SdkTest, ServesABurstOfCalls) {
    worker.handle("f", [](const json::value& input, const Context&) -> Answer { return input; });
    serve();
    for (int i = 0; i < 400; ++i) call("f", std::to_string(i));
    for (const auto& answer : sink.wait_for(400)) {
        const auto* const got = std::get_if<execution::FunctionAnswer>(&answer.outcome);
        ASSERT_NE(got, nullptr) << std::get<Failure>(answer.outcome).cause.value_or("");
        EXPECT_EQ(got->body, std::to_string(answer.token.scheduled - 1));
    }
}

}  // namespace
}  // namespace pawl::workers::test
