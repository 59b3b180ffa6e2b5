#include <condition_variable>
#include <mutex>
#include <thread>

#include "statemachine/vocabulary/percent_encoding.hpp"
#include "tests/unit/api/api_world.hpp"

namespace pawl::engine {
namespace {

class Rest : public ApiWorld {};

TEST_F(Rest, RunsAnExecutionWithPlainJson) {
    const std::string echo = R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"echo","End":true}}})";
    const std::string task = R"({ "StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:echo","End":true}}})";
    const HttpAnswer made = rest("PUT", "/v1/state-machines/order", task);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_NE(made.head.find("Location: /v1/state-machines/order\r\n"), std::string::npos);
    EXPECT_EQ(rest("PUT", "/v1/state-machines/order", task).status, 200);
    EXPECT_NE(rest("GET", "/v1/state-machines/order").body.find("\"definition\":" + task), std::string::npos);

    const HttpAnswer started = rest("POST", "/v1/state-machines/order/executions", R"({"name":"one","input":{"n":1.50,"items":[1,2]}})");
    ASSERT_EQ(started.status, 202) << started.body;
    EXPECT_NE(started.head.find("Location: /v1/executions/order:one\r\n"), std::string::npos) << started.head;
    const HttpAnswer closed = rest("GET", "/v1/executions/order:one?wait=10s");
    EXPECT_EQ(closed.text("status"), "SUCCEEDED");
    EXPECT_NE(closed.body.find(R"("output":{"n":1.5,"items":[1,2]})"), std::string::npos) << closed.body;
    EXPECT_EQ(closed.text("arn"), execution_arn_of("order:one"));
    EXPECT_EQ(closed.text("started").size(), 24u);

    const HttpAnswer history = rest("GET", "/v1/executions/order:one/history?limit=2");
    EXPECT_EQ(history.object().at("events").as_array().size(), 2u);
    EXPECT_NE(history.body.find(R"("details":{"name":"A","input":{"n":1.5,"items":[1,2]})"), std::string::npos) << history.body;
    EXPECT_EQ(rest("GET", "/v1/executions/order:one/history?next=" + percent_encode(history.text("next")))
                  .object()
                  .at("events")
                  .as_array()
                  .front()
                  .at("id"),
              3);
}

TEST_F(Rest, AcceptsAWrappedDefinition) {
    EXPECT_EQ(rest("PUT", "/v1/state-machines/m", std::string(R"({"role":"arn:aws:iam::1:role/x","definition":)") + pass + "}").status, 201);
    EXPECT_EQ(rest("GET", "/v1/state-machines/m").text("role"), "arn:aws:iam::1:role/x");
    EXPECT_EQ(rest("PUT", "/v1/state-machines/m", std::string(R"({"definition":)") + pass + R"(,"color":"red"})").status, 400);
    const HttpAnswer bad = rest("PUT", "/v1/state-machines/n", "{}");
    EXPECT_EQ(bad.status, 422);
    EXPECT_EQ(bad.text("code"), "InvalidDefinition");
    EXPECT_NE(bad.head.find("application/problem+json"), std::string::npos);
}

TEST_F(Rest, WaitsForTheEndWithoutHoldingOthersUp) {
    create("m", wait);
    start("m", R"(,"name":"e")");
    EXPECT_EQ(rest("GET", "/v1/executions/m:e?wait=10ms").text("status"), "RUNNING");
    HttpAnswer waited;
    std::thread waiter([&] { waited = rest("GET", "/v1/executions/m:e?wait=60s"); });
    while (partition_->counters().waiters == 0) std::this_thread::yield();
    const HttpAnswer stopped = rest("POST", "/v1/executions/m:e/stop", R"({"error":"Enough","cause":"said so"})");
    EXPECT_EQ(stopped.text("status"), "ABORTED");
    waiter.join();
    EXPECT_EQ(waited.text("status"), "ABORTED");
    EXPECT_EQ(waited.text("error"), "Enough");
    EXPECT_EQ(rest("GET", "/v1/executions/m:e?wait=soon").status, 400);
    EXPECT_EQ(rest("GET", "/v1/executions/m:e?wait=6m").status, 400);
}

TEST_F(Rest, FollowsAnExecution) {
    create("m", wait);
    start("m", R"(,"name":"e","input":"{\n\"a\":1}")");
    http::SocketClient client(api_->port());
    client.send("GET /v1/executions/m:e/events HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string got = client.read_until("event: WaitStateEntered");
    EXPECT_NE(got.find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(got.find("id: 1\nevent: ExecutionStarted\ndata: "), std::string::npos) << got;
    rest("POST", "/v1/executions/m:e/stop");
    got += client.read_until("event: closed");
    got += client.read_until("0\r\n\r\n");
    EXPECT_NE(got.find("event: ExecutionAborted"), std::string::npos) << got;
    EXPECT_NE(got.find("\"status\":\"ABORTED\""), std::string::npos);
    EXPECT_NE(got.find("data: \"a\":1}"), std::string::npos) << "a line break in the input begins another data line: " << got;
    EXPECT_EQ(rest("GET", "/v1/executions/m:x/events").status, 404);
}

TEST_F(Rest, ListsAndFilters) {
    create("a", pass);
    create("b", wait);
    start("a", R"(,"name":"1")");
    start("b", R"(,"name":"2")");
    rest("GET", "/v1/executions/a:1?wait=10s");
    EXPECT_EQ(rest("GET", "/v1/executions").object().at("executions").as_array().size(), 2u);
    EXPECT_EQ(rest("GET", "/v1/executions?machine=b").object().at("executions").as_array().size(), 1u);
    EXPECT_EQ(rest("GET", "/v1/executions?status=SUCCEEDED").object().at("executions").at(0).at("id"), "a:1");
    const HttpAnswer first = rest("GET", "/v1/executions?limit=1");
    EXPECT_EQ(rest("GET", "/v1/executions?limit=1&next=" + percent_encode(first.text("next"))).object().at("executions").as_array().size(), 1u);
    EXPECT_EQ(rest("GET", "/v1/executions?status=DONE").status, 400);
    EXPECT_EQ(rest("GET", "/v1/executions?limit=many").status, 400);
    EXPECT_EQ(rest("GET", "/v1/executions?machine=none").status, 404);
    EXPECT_EQ(rest("GET", "/v1/state-machines").object().at("stateMachines").as_array().size(), 2u);
}

TEST_F(Rest, KeepsFunctions) {
    const HttpAnswer put = rest("PUT", "/v1/functions/pay", R"({"url":"http://user:secret@127.0.0.1:9/x","concurrency":5})");
    EXPECT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(put.text("url"), "http://127.0.0.1:9/x");
    EXPECT_EQ(put.text("concurrency"), "5");
    EXPECT_EQ(put.text("timeoutSeconds"), "900");
    EXPECT_EQ(store_.reader()->functions()->front().name, "pay");
    EXPECT_EQ(rest("PUT", "/v1/functions/bad", R"({"url":"ftp://x"})").status, 400);
    EXPECT_EQ(rest("PUT", "/v1/functions/bad", "{}").status, 400);
    EXPECT_EQ(rest("PUT", "/v1/functions/bad", R"({"url":"http://x","timeoutSeconds":0})").status, 400);
    EXPECT_EQ(rest("GET", "/v1/functions").object().at("functions").as_array().size(), 1u);
    EXPECT_EQ(rest("DELETE", "/v1/functions/pay").status, 204);
    EXPECT_EQ(rest("DELETE", "/v1/functions/pay").status, 404);
    EXPECT_EQ(rest("GET", "/v1/functions/pay").status, 404);
    EXPECT_TRUE(store_.reader()->functions()->empty());
}

TEST_F(Rest, SaysWhatIsWrong) {
    create("m", pass);
    const HttpAnswer missing = rest("GET", "/v1/executions/m:x");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.text("code"), "ExecutionDoesNotExist");
    EXPECT_EQ(missing.text("status"), "404");
    EXPECT_EQ(rest("GET", "/v1/executions/no-colon").status, 404);
    EXPECT_EQ(rest("GET", "/v2").status, 404);
    EXPECT_EQ(rest("DELETE", "/v1/executions/m:x").status, 405);
    EXPECT_EQ(rest("POST", "/v1/state-machines/none/executions", "{}").status, 404);
    EXPECT_EQ(rest("POST", "/v1/state-machines/m/executions", "{").status, 400);
    EXPECT_EQ(rest("POST", "/v1/state-machines/m/executions", R"({"inptu":1})").status, 400);
    EXPECT_EQ(rest("POST", "/v1/state-machines/m/executions").status, 202);
    EXPECT_EQ(rest("DELETE", "/v1/state-machines/none").status, 404);
    EXPECT_EQ(
        rest("PUT", "/v1/state-machines/big", R"({"StartAt":"A","States":{"A":{"Type":"Succeed","Comment":")" + std::string(1 << 20, 'x') + R"("}}})")
            .status,
        413);
}

TEST_F(Rest, RefusesWritesFromForeignPages) {
    create("m", pass);
    const auto start_from = [&](const std::string& headers) { return http("POST", "/v1/state-machines/m/executions", headers, "{}").status; };
    EXPECT_EQ(start_from("Origin: https://evil.example\r\n"), 403);
    EXPECT_EQ(start_from("Origin: null\r\n"), 403);
    EXPECT_EQ(start_from("Origin: http://localhost:3000\r\n"), 202);
    EXPECT_EQ(http("GET", "/v1/executions", "Origin: https://evil.example\r\n", "").status, 200);
}

TEST_F(Rest, TellsItsHealthAndNumbers) {
    create("m", pass);
    start("m", R"(,"name":"e")");
    rest("GET", "/v1/executions/m:e?wait=10s");
    EXPECT_EQ(rest("GET", "/livez").body, "ok\n");
    EXPECT_EQ(rest("GET", "/readyz").status, 200);
    const std::string metrics = rest("GET", "/metrics").body;
    EXPECT_NE(metrics.find("\npawl_executions_started_total 1\n"), std::string::npos) << metrics;
    EXPECT_NE(metrics.find("# TYPE pawl_executions_in_memory gauge\n"), std::string::npos);
    api_->not_ready("the disk is full");
    const HttpAnswer sick = rest("GET", "/readyz");
    EXPECT_EQ(sick.status, 503);
    EXPECT_EQ(sick.text("reason"), "the disk is full");
}

}  // namespace
}  // namespace pawl::engine
