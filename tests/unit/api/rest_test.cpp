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
    while (engine_->counters().waiters == 0) std::this_thread::yield();
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

/// AWS's event as REST is to show it, worked out from the event itself.
boost::json::object shown_by_rest(const boost::json::object& event) {
    boost::json::object shown{{"id", event.at("id")}, {"previous", event.at("previousEventId")}, {"type", event.at("type")}};
    shown["time"] = to_iso8601(Instant{static_cast<std::int64_t>(event.at("timestamp").to_number<double>() * 1000 + 0.5)});
    for (const auto& [name, member] : event) {
        if (!member.is_object()) continue;
        boost::json::object details = member.as_object();
        for (const char* const payload : {"input", "output", "parameters"}) {
            if (boost::json::value* text = details.if_contains(payload)) *text = boost::json::parse(text->as_string());
        }
        shown["details"] = std::move(details);
    }
    return shown;
}

constexpr const char* of_all_sorts = R"({"StartAt":"Set","States":{
    "Set":{"Type":"Pass","Assign":{"a":1,"b":{"c":"\"x\""}},"Next":"Direct"},
    "Direct":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:echo","TimeoutSeconds":60,"Next":"Invoke"},
    "Invoke":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"echo","Payload":{"q":"\u00e9 \" \\ "}},"Next":"Both"},
    "Both":{"Type":"Parallel","Branches":[{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"because \"so\""}}},
                                          {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":600,"End":true}}}],
            "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Items"}],"End":true},
    "Items":{"Type":"Pass","Result":{"list":[1,"two",null]},"Next":"Each"},
    "Each":{"Type":"Map","ItemsPath":"$.list","ItemProcessor":{"StartAt":"J","States":{"J":{"Type":"Pass","End":true}}},"Next":"Broken"},
    "Broken":{"Type":"Map","ItemProcessor":{"StartAt":"K","States":{"K":{"Type":"Fail"}}},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Query"}],"End":true},
    "Query":{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% 1 + 'x' %}","End":true}}})";

TEST_F(Rest, TellsTheHistoryOfAwsInItsOwnWords) {
    const HttpAnswer created = create("sorts", of_all_sorts);
    ASSERT_EQ(created.status, 200) << created.body;
    ASSERT_EQ(start("sorts", R"(,"name":"e","input":"{ \"n\" : 1.50 }")").status, 200);
    ASSERT_EQ(rest("GET", "/v1/executions/sorts:e?wait=60s").text("status"), "FAILED");
    const HttpAnswer aws_history = aws("GetExecutionHistory", R"({"maxResults":1000,"executionArn":")" + execution_arn_of("sorts:e") + "\"}");
    const HttpAnswer history = rest("GET", "/v1/executions/sorts:e/history?limit=1000");
    const boost::json::array& due = aws_history.object().at("events").as_array();
    const boost::json::array& events = history.object().at("events").as_array();
    ASSERT_EQ(events.size(), due.size());
    ASSERT_GT(events.size(), 40u);
    for (std::size_t i = 0; i < due.size(); ++i)
        EXPECT_EQ(boost::json::serialize(events[i]), boost::json::serialize(shown_by_rest(due[i].as_object())));
    EXPECT_NE(history.body.find(R"("details":{"input":{ "n" : 1.50 },"inputDetails":{"truncated":false},"roleArn":)"), std::string::npos);

    http::SocketClient client(api_->port());
    client.send("GET /v1/executions/sorts:e/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string stream = client.read_to_end();
    for (const auto& event : events) {
        const std::string head = "id: " + boost::json::serialize(event.at("id")) + "\nevent: " + event.at("type").as_string().c_str() + "\ndata: {";
        EXPECT_NE(stream.find(head), std::string::npos) << head;
    }
    const std::string first = history.body.substr(std::string_view("{\"events\":[").size(), history.body.find(",{\"id\":2,") - 11);
    EXPECT_NE(stream.find("data: " + first + "\n\n"), std::string::npos) << first;

    const HttpAnswer bare =
        aws("GetExecutionHistory", R"({"includeExecutionData":false,"maxResults":1000,"executionArn":")" + execution_arn_of("sorts:e") + "\"}");
    EXPECT_EQ(bare.object().at("events").as_array().size(), due.size());
    EXPECT_EQ(bare.body.find("assignedVariables"), std::string::npos);
    EXPECT_EQ(bare.body.find(R"("input")"), std::string::npos);
}

TEST_F(Rest, APageOfLargePayloadsEndsEarly) {
    std::string states = R"("S0":{"Type":"Succeed"})";
    for (int i = 1; i <= 20; ++i) states += R"(,"S)" + std::to_string(i) + R"(":{"Type":"Pass","Next":"S)" + std::to_string(i - 1) + R"("})";
    ASSERT_EQ(create("large", R"({"StartAt":"S20","States":{)" + states + "}}").status, 200);
    ASSERT_EQ(rest("POST", "/v1/state-machines/large/executions", R"({"name":"e","input":")" + std::string(240'000, 'x') + "\"}").status, 202);
    ASSERT_EQ(rest("GET", "/v1/executions/large:e?wait=60s").text("status"), "SUCCEEDED");
    std::size_t pages = 0, events = 0;
    std::string next;
    do {
        const HttpAnswer page = rest("GET", "/v1/executions/large:e/history?limit=1000" + next);
        ASSERT_EQ(page.status, 200);
        EXPECT_LT(page.body.size(), 4'500'000u);
        for (const auto& event : page.object().at("events").as_array()) EXPECT_EQ(event.at("id").to_number<std::size_t>(), ++events);
        next = page.object().contains("next") ? "&next=" + percent_encode(page.text("next")) : "";
        ++pages;
    } while (!next.empty());
    EXPECT_EQ(events, 44u);
    EXPECT_EQ(pages, 3u);
}

}  // namespace
}  // namespace pawl::engine
