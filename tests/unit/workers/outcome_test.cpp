// What goes wrong has a name (Lambda.*) and a cause that helps.
#include <list>

#include "tests/unit/workers/dispatch_fixture.hpp"
#include "tests/unit/workers/scripted_worker.hpp"

namespace pawl::workers::test {
namespace {

bool mentions(const Failure& failure, std::string_view words) { return failure.cause.value_or("").find(words) != std::string::npos; }

/// The failure a worker's answer leads to.
class OutcomeTest : public DispatchTest {
  protected:
    Failure failure_of(Reply reply, DispatchOptions options = {}) {
        worker = std::make_unique<ScriptedWorker>([reply](const SeenRequest&) { return reply; });
        put("f", worker->url("/path"));
        start(options);
        return failure("f");
    }
    std::unique_ptr<ScriptedWorker> worker;
};

TEST_F(OutcomeTest, NotFoundAsAwsSaysIt) {
    const Failure got =
        failure_of(answer(404, R"({"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:111111111111:function:f:$LATEST"})",
                          "x-amzn-ErrorType: ResourceNotFoundException\r\nx-amzn-RequestId: 0c1d\r\n"));
    EXPECT_EQ(got.error, "Lambda.ResourceNotFoundException");
    EXPECT_EQ(got.cause,
              "Function not found: arn:aws:lambda:us-east-1:111111111111:function:f:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: "
              "ResourceNotFoundException; Request ID: 0c1d; Proxy: null)");
}

TEST_F(OutcomeTest, NotFoundOfAnyServer) {
    const Failure got = failure_of(answer(404, "no such page"));
    EXPECT_EQ(got.error, "Lambda.ResourceNotFoundException");
    EXPECT_EQ(got.cause, "Function 'f' at " + worker->url("/path") + " answered 404 Whatever: no such page");
}

TEST_F(OutcomeTest, TooManyRequests) { EXPECT_EQ(failure_of(answer(429, "")).error, "Lambda.TooManyRequestsException"); }
TEST_F(OutcomeTest, OtherClientErrors) { EXPECT_EQ(failure_of(answer(400, "")).error, "Lambda.AWSLambdaException"); }
TEST_F(OutcomeTest, ServerErrors) { EXPECT_EQ(failure_of(answer(503, "busy")).error, "Lambda.ServiceException"); }

TEST_F(OutcomeTest, RedirectsAreNotFollowed) {
    const Failure got = failure_of(answer(302, "", "Location: http://u:p@elsewhere/\r\n"));
    EXPECT_EQ(got.error, "Lambda.AWSLambdaException");
    EXPECT_TRUE(mentions(got, "(http://elsewhere/)")) << *got.cause;
}

TEST_F(OutcomeTest, TheCauseIsCutAtAThousandBytesBetweenCharacters) {
    std::string umlauts;
    for (int i = 0; i < 2'000; ++i) umlauts += "\xc3\xa4";
    const Failure got = failure_of(answer(500, umlauts));
    EXPECT_LE(got.cause->size(), 1'000U);
    EXPECT_GE(got.cause->size(), 999U);
    EXPECT_TRUE(got.cause->ends_with("\xc3\xa4"));
}

TEST_F(OutcomeTest, ResetInTheMiddleOfTheAnswerIsNotRepeated) {
    const Failure got = failure_of({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", Reply::After::Close});
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_TRUE(mentions(got, "in the middle of its answer")) << *got.cause;
    EXPECT_EQ(worker->requests().size(), 1U);
}

TEST_F(OutcomeTest, WhatIsNoHttp) {
    const Failure got = failure_of({"220 mail.example.org ESMTP ready\r\n\r\n"});
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_TRUE(mentions(got, "did not answer in HTTP/1.1")) << *got.cause;
}

TEST_F(OutcomeTest, AnAnswerOverTheLimitIsAFunctionError) {
    DispatchOptions options;
    options.response_limit = 100;
    ScriptedWorker large([](const SeenRequest&) { return answer(200, std::string(101, '1')); });
    put("f", large.url());
    start(options);
    const auto got = outcome("f");
    const auto* const function_answer = std::get_if<execution::FunctionAnswer>(&got);
    ASSERT_NE(function_answer, nullptr);
    EXPECT_TRUE(function_answer->function_error);
    EXPECT_NE(function_answer->body.find("Function.ResponseSizeTooLarge"), std::string::npos);
}

TEST_F(OutcomeTest, ConnectionRefused) {
    std::string url;
    {
        url = ScriptedWorker([](const SeenRequest&) { return Reply{}; }).url("/p");
    }
    std::string with_credentials = url;
    with_credentials.insert(7, "user:secret@");
    put("f", with_credentials);
    const Failure got = failure("f");
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_TRUE(mentions(got, "Connection refused")) << *got.cause;
    EXPECT_TRUE(mentions(got, url)) << *got.cause;
    EXPECT_FALSE(mentions(got, "secret"));
}

TEST_F(OutcomeTest, UnknownHost) {
    put("f", "http://no-such-host.invalid/");
    const Failure got = failure("f");
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_TRUE(mentions(got, "'no-such-host.invalid' was not found")) << *got.cause;
}

TEST_F(OutcomeTest, NoConnectionInTime) {
    // A listener that accepts nobody, its queue full: further connection attempts hang.
    boost::asio::io_context other;
    boost::asio::ip::tcp::acceptor full(other, boost::asio::ip::tcp::v4());
    full.bind({boost::asio::ip::address_v4::loopback(), 0});
    full.listen(0);
    std::list<boost::asio::ip::tcp::socket> fillers;
    for (int i = 0; i < 8; ++i) {
        fillers.emplace_back(other);
        fillers.back().async_connect(full.local_endpoint(), [](const auto&) {});  // begun here and now; nobody waits for its end
    }
    put("f", "http://127.0.0.1:" + std::to_string(full.local_endpoint().port()));
    DispatchOptions options;
    options.connect_timeout = std::chrono::milliseconds(50);
    start(options);
    const Failure got = failure("f");
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_TRUE(mentions(got, "no connection within 0.05 s")) << *got.cause;
}

TEST_F(OutcomeTest, TheFunctionsTimeLimit) {
    worker = std::make_unique<ScriptedWorker>([](const SeenRequest&) { return Reply{"", Reply::After::KeepOpen, true}; });
    put("f", worker->url(), 1, 1);
    const Failure got = failure("f");
    EXPECT_EQ(got.error, "Lambda.ClientExecutionTimeoutException");
    EXPECT_TRUE(mentions(got, "within its time limit of 1 s")) << *got.cause;
    EXPECT_TRUE(comes_true([&] { return worker->closed_by_peer() == 1; }));
    EXPECT_TRUE(comes_true([&] { return dispatcher->try_reserve({TargetKind::Lambda, "f"}); }));
}

TEST_F(OutcomeTest, AFunctionNobodyRegistered) {
    const Failure got = failure("ghost");
    EXPECT_EQ(got.error, "Lambda.ResourceNotFoundException");
    EXPECT_TRUE(mentions(got, "pawl serve --function ghost=")) << *got.cause;
    EXPECT_TRUE(comes_true([&] { return dispatcher->try_reserve({TargetKind::Lambda, "ghost"}); }));
}

}  // namespace
}  // namespace pawl::workers::test
