#include "engine/api/http/server.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "tests/unit/api/socket_client.hpp"

namespace pawl::engine::http {
namespace {

/// A server that echoes; "/park" requests are handed to the test.
class HttpServer : public testing::Test {
  protected:
    void start(ServerSettings settings = {}) {
        settings.port = 0;
        server_ = std::make_unique<Server>(settings,
                                           [this](HttpRequest&& request, Responder responder) { handle(std::move(request), std::move(responder)); });
        const auto started = server_->start();
        ASSERT_TRUE(started.has_value()) << started.error();
    }

    void handle(HttpRequest&& request, Responder responder) {
        if (request.path == "/park") {
            const std::lock_guard lock(mutex_);
            parked_.push_back(std::move(responder));
            arrived_.notify_all();
            return;
        }
        if (request.path == "/drop") return;
        HttpResponse response;
        response.content_type = "text/plain";
        response.body = request.path == "/large" ? std::string(8'000'000, 'x') : request.method + " " + request.path + " " + request.body + "\n";
        responder.answer(std::move(response));
    }

    Responder next_parked() {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(10), [this] { return !parked_.empty(); }));
        Responder responder = std::move(parked_.front());
        parked_.pop_front();
        return responder;
    }

    SocketClient client() { return SocketClient(server_->port()); }
    static HttpResponse text(std::string body) {
        return {.status = 200, .content_type = "text/plain", .headers = {}, .body = std::move(body), .close = false};
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Responder> parked_;
    std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, AnswersManyRequestsOnOneConnection) {
    start();
    SocketClient c = client();
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(c.send("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\n" + std::to_string(100 + i)));
        const std::string got = c.read_until(std::to_string(100 + i) + "\n");
        EXPECT_TRUE(got.starts_with("HTTP/1.1 200 OK\r\n")) << got;
        EXPECT_NE(got.find("Content-Length: 12\r\n"), std::string::npos);
    }
    EXPECT_EQ(server_->counters().requests, 100u);
    EXPECT_EQ(server_->counters().connections, 1u);
}

TEST_F(HttpServer, KeepsPipelinedAnswersInOrderEvenIfTheFirstComesLater) {
    start();
    SocketClient c = client();
    c.send("GET /park HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\n\r\nGET /third HTTP/1.1\r\nConnection: close\r\n\r\n");
    Responder first = next_parked();
    first.answer(text("first\n"));
    const std::string got = c.read_to_end();
    const auto at = [&](const char* what) { return got.find(what); };
    EXPECT_LT(at("first\n"), at("GET /second"));
    EXPECT_LT(at("GET /second"), at("GET /third"));
    EXPECT_NE(at("GET /third"), std::string::npos);
    EXPECT_TRUE(c.at_end());
}

TEST_F(HttpServer, AnswersThousandsOfPipelinedRequests) {
    start();
    SocketClient c = client();
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "GET /x HTTP/1.1\r\n\r\n";
    many += "GET /last HTTP/1.1\r\nConnection: close\r\n\r\n";
    std::thread sender([&] { c.send(many); });
    const std::string got = c.read_to_end();
    sender.join();
    EXPECT_NE(got.find("GET /last"), std::string::npos);
    EXPECT_EQ(server_->counters().requests, 20'001u);
}

TEST_F(HttpServer, RefusesMalformedRequestsAndGoesOn) {
    start();
    for (const char* bad : {"nonsense\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/1.1\r\nA : b\r\n\r\n"}) {
        SocketClient c = client();
        c.send(bad);
        const std::string got = c.read_to_end();
        EXPECT_TRUE(got.starts_with("HTTP/1.1 400 ")) << got;
        EXPECT_NE(got.find("Connection: close"), std::string::npos);
    }
    EXPECT_EQ(server_->counters().malformed, 3u);
    SocketClient c = client();
    c.send("GET /ok HTTP/1.1\r\n\r\n");
    EXPECT_NE(c.read_until("GET /ok").find("200 OK"), std::string::npos);
}

TEST_F(HttpServer, RefusesOversizeBodiesSoThatTheClientReadsWhy) {
    start({.limits = {.head_bytes = 1000, .body_bytes = 100'000}});
    SocketClient large = client();
    large.send("POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n");
    large.send(std::string(3'000'000, 'x'));  // all of it is sent although the refusal is out already
    EXPECT_TRUE(large.read_to_end().starts_with("HTTP/1.1 413 "));
    SocketClient head = client();
    head.send("GET / HTTP/1.1\r\nA: " + std::string(100'000, 'a'));
    EXPECT_TRUE(head.read_to_end().starts_with("HTTP/1.1 431 "));
}

TEST_F(HttpServer, GivesUpOnSlowClients) {
    start({.idle_timeout = std::chrono::milliseconds(100), .request_timeout = std::chrono::milliseconds(200)});
    SocketClient slow = client();
    slow.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
    SocketClient idle = client();
    EXPECT_TRUE(slow.read_to_end().starts_with("HTTP/1.1 408 "));
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_TRUE(idle.at_end());
    EXPECT_EQ(server_->counters().timed_out, 2u);
}

TEST_F(HttpServer, DoesNotCountWaitingForAnAnswerAsIdle) {
    start({.idle_timeout = std::chrono::milliseconds(50), .request_timeout = std::chrono::milliseconds(50)});
    SocketClient waiting = client();
    waiting.send("GET /park HTTP/1.1\r\nConnection: close\r\n\r\n");
    Responder responder = next_parked();
    SocketClient idle = client();
    idle.read_to_end();  // has been closed for idling meanwhile
    responder.answer(text("late"));
    EXPECT_NE(waiting.read_to_end().find("late"), std::string::npos);
}

TEST_F(HttpServer, AnswersHalfClosedClients) {
    start();
    SocketClient now = client();
    now.send("GET /now HTTP/1.1\r\n\r\n");
    now.half_close();
    EXPECT_NE(now.read_to_end().find("GET /now"), std::string::npos);
    SocketClient later = client();
    later.send("GET /park HTTP/1.1\r\n\r\n");
    Responder responder = next_parked();
    later.half_close();
    responder.answer(text("after all"));
    EXPECT_NE(later.read_to_end().find("after all"), std::string::npos);
    SocketClient partial = client();
    partial.send("GET /pa");
    partial.half_close();
    EXPECT_EQ(partial.read_to_end(), "");
    EXPECT_TRUE(partial.at_end());
}

TEST_F(HttpServer, ForgetsClientsThatLeft) {
    start();
    Responder responder;
    {
        SocketClient leaving = client();
        leaving.send("GET /park HTTP/1.1\r\n\r\n");
        responder = next_parked();
    }
    responder.answer(text("to nobody"));
    SocketClient c = client();
    c.send("GET /ok HTTP/1.1\r\n\r\n");
    EXPECT_NE(c.read_until("GET /ok").find("200"), std::string::npos);
}

TEST_F(HttpServer, AnswersADroppedRequestWith500) {
    start();
    SocketClient c = client();
    c.send("GET /drop HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(c.read_until("GET /next").starts_with("HTTP/1.1 500 "));
}

TEST_F(HttpServer, SaysContinueBeforeABodyThatWaitsForIt) {
    start();
    SocketClient c = client();
    c.send("POST /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(c.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    c.send("body");
    EXPECT_NE(c.read_until("POST /e body").find("200 OK"), std::string::npos);
}

TEST_F(HttpServer, LeavesTheBodyOutForHead) {
    start();
    SocketClient c = client();
    c.send("HEAD /h HTTP/1.1\r\nConnection: close\r\n\r\n");
    const std::string got = c.read_to_end();
    EXPECT_NE(got.find("Content-Length: 9\r\n"), std::string::npos);
    EXPECT_TRUE(got.ends_with("\r\n\r\n"));
}

TEST_F(HttpServer, SendsLargeAnswersToSlowReaders) {
    start();
    SocketClient c = client();
    c.send("GET /large HTTP/1.1\r\n\r\nGET /small HTTP/1.1\r\nConnection: close\r\n\r\n");
    SocketClient other = client();
    other.send("GET /ok HTTP/1.1\r\n\r\n");
    EXPECT_NE(other.read_until("GET /ok").find("200"), std::string::npos);
    const std::string got = c.read_to_end();
    EXPECT_GT(got.size(), 8'000'000u);
    EXPECT_NE(got.find("GET /small"), std::string::npos);
}

TEST_F(HttpServer, StreamsPieces) {
    start();
    SocketClient c = client();
    c.send("GET /park HTTP/1.1\r\n\r\nGET /after HTTP/1.1\r\nConnection: close\r\n\r\n");
    EventStream stream = next_parked().stream({.status = 200, .content_type = "text/event-stream", .headers = {}, .body = "", .close = false});
    EXPECT_TRUE(stream.write("data: 1\n\n"));
    std::string got = c.read_until("data: 1");
    EXPECT_NE(got.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_TRUE(stream.write("data: 2\n\n"));
    stream = {};
    got = c.read_to_end();
    EXPECT_NE(got.find("9\r\ndata: 2\n\n\r\n0\r\n\r\n"), std::string::npos) << got;
    EXPECT_NE(got.find("GET /after"), std::string::npos);
}

TEST_F(HttpServer, TellsAStreamThatItsReaderLeft) {
    start();
    EventStream stream;
    {
        SocketClient c = client();
        c.send("GET /park HTTP/1.1\r\n\r\n");
        stream = next_parked().stream({.status = 200, .content_type = "text/event-stream", .headers = {}, .body = "x", .close = false});
        c.read_until("x");
    }
    for (int i = 0; i < 1'000'000 && stream.write("y"); ++i) std::this_thread::yield();
    EXPECT_FALSE(stream.write("z"));
}

TEST_F(HttpServer, FinishesAnswersUnderWayWhenItStops) {
    start();
    SocketClient c = client();
    c.send("GET /park HTTP/1.1\r\n\r\n");
    Responder responder = next_parked();
    const std::uint16_t port = server_->port();
    std::thread stopper([this] { server_->stop(); });
    while (SocketClient(port).connected()) std::this_thread::yield();
    responder.answer(text("goodbye"));
    const std::string got = c.read_to_end();
    EXPECT_NE(got.find("goodbye"), std::string::npos);
    stopper.join();
}

TEST_F(HttpServer, StopsAlthoughAnAnswerNeverComes) {
    start({.stop_grace = std::chrono::milliseconds(50)});
    SocketClient c = client();
    c.send("GET /park HTTP/1.1\r\n\r\n");
    Responder responder = next_parked();
    server_->stop();
    EXPECT_EQ(c.read_to_end(), "");
    responder.answer(text("too late"));  // to a server that has stopped: dropped
}

TEST_F(HttpServer, SaysWhyItCannotBind) {
    start();
    Server second({.port = server_->port()}, [](HttpRequest&&, Responder) {});
    const auto started = second.start();
    ASSERT_FALSE(started.has_value());
    EXPECT_NE(started.error().find("--port"), std::string::npos) << started.error();
    Server nowhere({.bind = "not-an-address", .port = 0}, [](HttpRequest&&, Responder) {});
    EXPECT_FALSE(nowhere.start().has_value());
}

TEST_F(HttpServer, RunsTimersUnlessTheyAreCancelled) {
    start();
    std::mutex mutex;
    std::condition_variable changed;
    std::string order;
    server_->post([&] {
        server_->schedule(std::chrono::milliseconds(20), [&] {
            const std::lock_guard lock(mutex);
            order += "b";
            changed.notify_all();
        });
        const auto never = server_->schedule(std::chrono::milliseconds(10), [&] { order += "x"; });
        server_->schedule(std::chrono::milliseconds(5), [&] {
            const std::lock_guard lock(mutex);
            order += "a";
        });
        server_->cancel(never);
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return order == "ab"; })) << order;
}

}  // namespace
}  // namespace pawl::engine::http
