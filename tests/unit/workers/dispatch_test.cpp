// The dispatcher's calls: what goes over the wire, how connections are used, concurrency, cancelling, stopping.
#include "tests/unit/workers/dispatch_fixture.hpp"
#include "tests/unit/workers/scripted_worker.hpp"

namespace pawl::workers::test {
namespace {

Reply echo(const SeenRequest& request) { return answer(200, request.body); }

TEST_F(DispatchTest, CallsLikeLambdaInvokes) {
    ScriptedWorker worker(echo);
    put("*", worker.url("/2015-03-31/functions/{name}/invocations"));
    EXPECT_EQ(body("order-1", R"({"a" : 1})"), R"({"a" : 1})");
    const auto requests = worker.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_TRUE(requests[0].head.starts_with("POST /2015-03-31/functions/order-1/invocations HTTP/1.1\r\n")) << requests[0].head;
    EXPECT_TRUE(requests[0].has_header("Content-Type: application/json"));
    EXPECT_TRUE(requests[0].has_header("Idempotency-Key: key-1"));
    EXPECT_TRUE(requests[0].has_header("X-Pawl-Attempt: 1"));
    EXPECT_TRUE(requests[0].has_header("X-Pawl-Function: order-1"));
    EXPECT_TRUE(requests[0].has_header("X-Pawl-Execution: arn:aws:states:us-east-1:000000000000:execution:m:e"));
    EXPECT_NE(requests[0].head.find("\r\ntraceparent: 00-"), std::string::npos);
    EXPECT_NE(requests[0].head.find("\r\nX-Pawl-Deadline-Ms: "), std::string::npos);
}

TEST_F(DispatchTest, TellsHeadersVersionAndFunctionErrors) {
    ScriptedWorker worker([](const SeenRequest&) {
        return answer(200, R"({"errorType":"E","errorMessage":"m"})",
                      "X-Amz-Function-Error: Unhandled\r\nX-Amz-Executed-Version: 3\r\nx-amzn-RequestId: r-1\r\nDate: today\r\n");
    });
    put("f", worker.url());
    const auto got = outcome("f");
    const auto* const function_answer = std::get_if<execution::FunctionAnswer>(&got);
    ASSERT_NE(function_answer, nullptr);
    EXPECT_TRUE(function_answer->function_error);
    EXPECT_EQ(function_answer->executed_version, "3");
    EXPECT_EQ(function_answer->request_id, "r-1");
    ASSERT_EQ(function_answer->headers.size(), 6U);
    EXPECT_EQ(function_answer->headers[0], (std::pair<std::string, std::string>("Content-Type", "application/json")));
    EXPECT_EQ(function_answer->headers[5], (std::pair<std::string, std::string>("Date", "today")));
}

TEST_F(DispatchTest, PassesOnWhatIsNoJson) {
    ScriptedWorker worker([](const SeenRequest&) { return answer(200, "<html>"); });
    put("f", worker.url());
    EXPECT_EQ(body("f"), "<html>");
}

TEST_F(DispatchTest, SendsCredentialsOfTheUrl) {
    ScriptedWorker worker(echo);
    std::string url = worker.url("/x");
    url.insert(7, "user:pass@");
    put("f", url);
    EXPECT_EQ(body("f", "1"), "1");
    EXPECT_TRUE(worker.requests().at(0).has_header("Authorization: Basic dXNlcjpwYXNz"));
}

TEST_F(DispatchTest, UsesAConnectionAgain) {
    ScriptedWorker worker(echo);
    put("f", worker.url());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(body("f", "1"), "1");
    EXPECT_EQ(worker.connections(), 1U);
}

TEST_F(DispatchTest, OpensAnotherAfterConnectionClose) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body, "Connection: close\r\n");
        reply.after = Reply::After::Close;
        return reply;
    });
    put("f", worker.url());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(body("f", "1"), "1");
    EXPECT_EQ(worker.connections(), 3U);
}

TEST_F(DispatchTest, RepeatsACallOnceWhenItsConnectionHadBeenClosedWhileIdle) {
    // The worker closes the used connection just when the second request arrives: the client can't have known.
    ScriptedWorker worker([](const SeenRequest& request) {
        if (request.connection == 1 && request.on_connection == 2) return Reply{"", Reply::After::Close};
        return answer(200, request.body);
    });
    put("f", worker.url());
    EXPECT_EQ(body("f", "1"), "1");
    EXPECT_EQ(body("f", "2"), "2");
    const auto requests = worker.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[2].connection, 2U);
    EXPECT_TRUE(requests[1].has_header("Idempotency-Key: key-2"));
    EXPECT_TRUE(requests[2].has_header("Idempotency-Key: key-2"));
}

TEST_F(DispatchTest, DoesNotRepeatACallTwice) {
    ScriptedWorker worker([](const SeenRequest& request) {
        if (request.body == "2") return Reply{"", Reply::After::Reset};
        return answer(200, request.body);
    });
    put("f", worker.url());
    EXPECT_EQ(body("f", "1"), "1");
    EXPECT_EQ(failure("f", "2").error, "Lambda.SdkClientException");
    EXPECT_EQ(worker.requests().size(), 3U);
}

TEST_F(DispatchTest, DoesNotRepeatOverAFreshConnection) {
    ScriptedWorker worker([](const SeenRequest&) { return Reply{"", Reply::After::Close}; });
    put("f", worker.url());
    EXPECT_EQ(failure("f").error, "Lambda.SdkClientException");
    EXPECT_EQ(worker.requests().size(), 1U);
}

TEST_F(DispatchTest, DropsIdleConnectionsTheWorkerClosed) {
    ScriptedWorker worker(echo);
    put("f", worker.url());
    EXPECT_EQ(body("f", "1"), "1");
    worker.close_idle();
    EXPECT_EQ(body("f", "2"), "2");
    EXPECT_EQ(worker.connections(), 2U);
}

TEST_F(DispatchTest, ClosesIdleConnectionsItself) {
    ScriptedWorker worker(echo);
    put("f", worker.url());
    DispatchOptions options;
    options.idle_timeout = std::chrono::milliseconds(20);
    start(options);
    EXPECT_EQ(body("f", "1"), "1");
    EXPECT_TRUE(comes_true([&] { return worker.closed_by_peer() == 1; }));
}

TEST_F(DispatchTest, KeepsToTheFunctionsConcurrency) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body);
        reply.hold = true;
        return reply;
    });
    put("f", worker.url(), 2);
    put("g", worker.url(), 1);
    call("f", "1");
    call("f", "2");
    EXPECT_FALSE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
    EXPECT_TRUE(dispatcher->try_reserve({TargetKind::Lambda, "g"}));  // each function has slots of its own
    EXPECT_FALSE(dispatcher->try_reserve({TargetKind::Lambda, "g"}));
    dispatcher->release({TargetKind::Lambda, "g"});
    EXPECT_EQ(sink.wait_for_free(1), std::vector<std::string>{"g"});
    EXPECT_TRUE(comes_true([&] { return worker.held() == 2; }));
    worker.release();
    sink.wait_for(2);
    EXPECT_EQ(sink.wait_for_free(2).at(1), "f");
    EXPECT_TRUE(comes_true([&] { return dispatcher->try_reserve({TargetKind::Lambda, "f"}); }));
}

TEST_F(DispatchTest, AChangedLimitCountsAtOnce) {
    ScriptedWorker worker(echo);
    put("f", worker.url(), 1);
    start();
    EXPECT_TRUE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
    EXPECT_FALSE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
    put("f", worker.url(), 2);
    EXPECT_TRUE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
}

TEST_F(DispatchTest, CancelClosesTheConnectionAndFreesTheSlot) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body);
        reply.hold = request.body == "1";
        return reply;
    });
    put("f", worker.url(), 1);
    call("f", "1", 100);
    EXPECT_TRUE(comes_true([&] { return worker.held() == 1; }));
    EXPECT_FALSE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
    dispatcher->cancel(7, {1, 100}, {TargetKind::Lambda, "f"});
    EXPECT_EQ(sink.wait_for_free(1).at(0), "f");
    EXPECT_TRUE(comes_true([&] { return worker.closed_by_peer() == 1; }));
    dispatcher->cancel(7, {1, 100}, {TargetKind::Lambda, "f"});  // there is no such call any more: nothing happens
    EXPECT_EQ(body("f", "2"), "2");
    EXPECT_EQ(sink.answer_count(), 1U);
}

TEST_F(DispatchTest, CancelTakesAWaitingCallOut) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body);
        reply.hold = true;
        return reply;
    });
    put("f", worker.url());
    DispatchOptions options;
    options.opening_at_a_time = 1;
    start(options);
    for (EventId i = 1; i <= 20; ++i) call("f", std::to_string(i), i);
    for (EventId i = 2; i <= 20; ++i) dispatcher->cancel(7, {1, i}, {TargetKind::Lambda, "f"});
    EXPECT_TRUE(comes_true([&] { return worker.held() > 0; }));
    worker.release();
    EXPECT_EQ(sink.wait_for(1).at(0).token.scheduled, 1U);
}

TEST_F(DispatchTest, AThousandCallsInFlight) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body);
        reply.hold = true;
        return reply;
    });
    put("f", worker.url());
    for (int i = 0; i < 1'000; ++i) call("f", std::to_string(i));
    EXPECT_FALSE(dispatcher->try_reserve({TargetKind::Lambda, "f"}));
    EXPECT_TRUE(comes_true([&] { return worker.held() == 1'000; }));
    worker.release();
    const auto answers = sink.wait_for(1'000);
    std::vector<bool> seen(1'000, false);
    for (const auto& got : answers) {
        const auto* const function_answer = std::get_if<execution::FunctionAnswer>(&got.outcome);
        ASSERT_NE(function_answer, nullptr) << std::get<Failure>(got.outcome).cause.value_or("");
        EXPECT_EQ(std::to_string(got.token.scheduled - 1), function_answer->body);
        seen.at(got.token.scheduled - 1) = true;
    }
    EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 1'000);
}

TEST_F(DispatchTest, CarriesLargeBodiesBothWays) {
    ScriptedWorker worker(echo);
    put("f", worker.url());
    const std::string large = "\"" + std::string(2'000'000, 'x') + "\"";
    EXPECT_EQ(body("f", large), large);
}

TEST_F(DispatchTest, SaysNothingAfterStop) {
    ScriptedWorker worker([](const SeenRequest& request) {
        Reply reply = answer(200, request.body);
        reply.hold = true;
        return reply;
    });
    put("f", worker.url());
    call("f", "1");
    EXPECT_TRUE(comes_true([&] { return worker.held() == 1; }));
    dispatcher->stop();
    EXPECT_TRUE(comes_true([&] { return worker.closed_by_peer() == 1; }));
    EXPECT_EQ(sink.answer_count(), 0U);
}

}  // namespace
}  // namespace pawl::workers::test
