// The commands against a server of their own: the real engine with a database in a temporary folder, on a free port.
#include "cli/serve/server.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/serve/crash_note.hpp"
#include "cli/text/json_text.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "tests/unit/cli/run_pawl.hpp"

namespace pawl::cli {
namespace {

constexpr const char* shout = R"({"StartAt":"Say","States":{"Say":{"Type":"Pass","Result":{"said":"hello"},"End":true}}})";
constexpr const char* fails = R"({"StartAt":"No","States":{"No":{"Type":"Fail","Error":"Bad.Luck","Cause":"it rained"}}})";
constexpr const char* sleeps = R"({"StartAt":"Nap","States":{"Nap":{"Type":"Wait","Seconds":3600,"End":true}}})";
constexpr const char* hurries = R"({"TimeoutSeconds":1,"StartAt":"Nap","States":{"Nap":{"Type":"Wait","Seconds":3600,"End":true}}})";

class Commands : public testing::Test {
  protected:
    Commands() : folder_(std::filesystem::temp_directory_path() / ("pawl-server-test-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        config_.db = folder_ / "pawl.db";
        config_.port = 0;
        start();
    }
    ~Commands() override {
        server_.reset();
        std::filesystem::remove_all(folder_);
    }

    void start() {
        auto server = Server::start(config_, [](const std::string& message) { ADD_FAILURE() << message; });
        ASSERT_TRUE(server.has_value()) << server.error().message;
        server_ = std::move(*server);
        endpoint_ = "http://127.0.0.1:" + std::to_string(server_->port());
    }

    Ran pawl(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--endpoint", endpoint_});
        return run_pawl(arguments);
    }

    std::string file(const char* name, const char* text) const {
        std::ofstream(folder_ / name) << text;
        return folder_ / name;
    }
    void deploy(const char* name, const char* text) const {
        const Ran ran = pawl({"deploy", file((std::string(name) + ".asl.json").c_str(), text)});
        ASSERT_EQ(ran.exit, 0) << ran.err;
        EXPECT_NE(ran.out.find(name), std::string::npos) << "the file's name up to its first dot";
    }

    std::filesystem::path folder_;
    Config config_;
    std::unique_ptr<Server> server_;
    std::string endpoint_;
};

TEST_F(Commands, StartWaitsAndPrintsTheOutputAlone) {
    deploy("shout", shout);
    const Ran ran = pawl({"start", "shout", "--name", "one", "--wait"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(ran.out, "{\"said\":\"hello\"}\n");
    EXPECT_NE(ran.err.find("shout:one  SUCCEEDED"), std::string::npos) << ran.err;
}

TEST_F(Commands, AFailedExecutionIsOneAndSaysWhy) {
    deploy("fails", fails);
    const Ran ran = pawl({"start", "fails", "--name", "one", "--follow"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("Bad.Luck"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("ExecutionFailed"), std::string::npos) << "the last event, too:\n" << ran.err;
    const Ran described = pawl({"describe", "one"});
    EXPECT_EQ(described.exit, 0) << described.err;
    EXPECT_NE(described.out.find("fails:one  FAILED"), std::string::npos) << described.out;
    EXPECT_NE(described.out.find("✗ No"), std::string::npos) << described.out;
    EXPECT_NE(described.out.find("it rained"), std::string::npos) << described.out;
}

TEST_F(Commands, WaitingMayEndBeforeTheExecution) {
    deploy("sleeps", sleeps);
    EXPECT_EQ(pawl({"start", "sleeps", "--wait", "--timeout", "10ms"}).exit, 8);
    deploy("hurries", hurries);
    EXPECT_EQ(pawl({"start", "hurries", "--wait"}).exit, 8) << "an execution that timed out";
}

TEST_F(Commands, NamesThatAreNotThereAreThree) {
    EXPECT_EQ(pawl({"start", "order"}).exit, 3);
    deploy("order", shout);
    const Ran mistyped = pawl({"start", "odrer"});
    EXPECT_EQ(mistyped.exit, 3);
    EXPECT_NE(mistyped.err.find("Did you mean 'order'?"), std::string::npos) << mistyped.err;
    EXPECT_EQ(pawl({"describe", "order:nobody"}).exit, 3);
    EXPECT_EQ(pawl({"describe", "nobody"}).exit, 3);
    EXPECT_EQ(pawl({"history", "order:nobody"}).exit, 3);
    EXPECT_EQ(pawl({"stop", "order:nobody"}).exit, 3);
    EXPECT_EQ(pawl({"list", "nobody"}).exit, 3);
    EXPECT_EQ(pawl({"describe", "order"}).exit, 2) << "a state machine is no execution";
}

TEST_F(Commands, ANameTakenIsFour) {
    deploy("shout", shout);
    EXPECT_EQ(pawl({"start", "shout", "--name", "one", "--wait"}).exit, 0);
    EXPECT_EQ(pawl({"start", "shout", "--name", "one"}).exit, 4);
}

TEST_F(Commands, AnExecutionIsFoundByItsOwnNameUnlessTwoHaveIt) {
    deploy("a", shout);
    deploy("b", shout);
    EXPECT_EQ(pawl({"start", "a", "--name", "one", "--wait"}).exit, 0);
    EXPECT_EQ(pawl({"history", "one"}).exit, 0);
    EXPECT_EQ(pawl({"start", "b", "--name", "one", "--wait"}).exit, 0);
    const Ran ran = pawl({"history", "one"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_NE(ran.err.find("a:one"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("b:one"), std::string::npos) << ran.err;
}

TEST_F(Commands, StopListHistoryAndDeployAgain) {
    deploy("sleeps", sleeps);
    EXPECT_EQ(pawl({"start", "sleeps", "--name", "one"}).out, "sleeps:one\n");
    EXPECT_NE(pawl({"list", "sleeps", "--status", "running"}).out.find("sleeps:one"), std::string::npos);
    EXPECT_NE(pawl({"stop", "sleeps:one", "--error", "E"}).out.find("stopped"), std::string::npos);
    EXPECT_NE(pawl({"stop", "sleeps:one"}).out.find("had ended already, ABORTED"), std::string::npos);
    EXPECT_EQ(pawl({"list", "sleeps", "--status", "RUNNING"}).out, "");

    const Ran history = pawl({"history", "sleeps:one", "-o", "jsonl"});
    std::istringstream lines(history.out);
    std::vector<std::string> types;
    for (std::string line; std::getline(lines, line);) types.push_back(text_of(Payload::parse(line)->value(), "type"));
    EXPECT_EQ(types, (std::vector<std::string>{"ExecutionStarted", "WaitStateEntered", "ExecutionAborted"}));

    EXPECT_EQ(pawl({"deploy", file("new.json", shout), "--name", "sleeps"}).out.substr(0, 7), "updated");
    EXPECT_EQ(pawl({"start", "sleeps", "--wait"}).exit, 0) << "the new revision";
    const Ran listed = pawl({"list", "-o", "json"});
    EXPECT_EQ(Payload::parse(listed.out)->value().as_array().size(), 1U);
}

TEST_F(Commands, WhatRanGoesOnAfterARestart) {
    deploy("sleeps", sleeps);
    EXPECT_EQ(pawl({"start", "sleeps", "--name", "one"}).exit, 0);
    server_.reset();
    start();
    EXPECT_NE(pawl({"describe", "one"}).out.find("RUNNING"), std::string::npos);
    EXPECT_EQ(pawl({"stop", "one"}).exit, 0);
}

TEST_F(Commands, FunctionsRegisteredOverRestAreThereAfterARestart) {
    httplib::Client rest(endpoint_);
    const auto put = rest.Put("/v1/functions/greet", R"({"url":"http://127.0.0.1:1/greet","concurrency":7,"timeoutSeconds":30})", "application/json");
    ASSERT_TRUE(put && put->status == 200);
    server_.reset();
    start();
    const auto got = httplib::Client(endpoint_).Get("/v1/functions/greet");
    ASSERT_TRUE(got && got->status == 200);
    EXPECT_EQ(got->body, put->body);
}

TEST_F(Commands, StoppingAnswersThoseWhoWait) {
    deploy("sleeps", sleeps);
    EXPECT_EQ(pawl({"start", "sleeps", "--name", "one"}).exit, 0);
    std::thread client([&] {
        httplib::Client rest(endpoint_);
        rest.set_read_timeout(60);
        const auto answer = rest.Get("/v1/executions/sleeps:one?wait=50s");
        ASSERT_TRUE(answer) << httplib::to_string(answer.error());
        EXPECT_EQ(answer->status, 200);
        EXPECT_NE(answer->body.find("RUNNING"), std::string::npos) << answer->body;
    });
    httplib::Client metrics(endpoint_);
    for (;;) {
        const auto shown = metrics.Get("/metrics");
        ASSERT_TRUE(shown);
        if (shown->body.find("pawl_waiters 1") != std::string::npos) break;
    }
    server_->stop();
    client.join();
}

TEST_F(Commands, ASecondServerOnTheDatabaseIsRefused) {
    const auto second = Server::start(config_, [](const std::string&) {});
    ASSERT_TRUE(second.has_error());
    EXPECT_NE(second.error().message.find(config_.db), std::string::npos) << second.error().message;
}

TEST_F(Commands, AServerWithATokenWantsIt) {
    server_.reset();
    config_.token = "secret";
    start();
    EXPECT_EQ(pawl({"list"}).exit, 2);
    EXPECT_EQ(pawl({"list", "--token", "secret"}).exit, 0);
}

TEST_F(Commands, AnExecutionNotedByACrashIsLeftOut) {
    deploy("sleeps", sleeps);
    EXPECT_EQ(pawl({"start", "sleeps", "--name", "one"}).exit, 0);
    EXPECT_EQ(pawl({"start", "sleeps", "--name", "two"}).exit, 0);
    server_.reset();
    std::ofstream(crash_note_path(config_.db)) << "1\n";
    start();
    EXPECT_EQ(pawl({"stop", "one"}).exit, 1) << "it is not touched";
    ASSERT_EQ(server_->left_out().size(), 1U);
    EXPECT_NE(server_->left_out().front().find("number 1"), std::string::npos) << server_->left_out().front();
    EXPECT_EQ(pawl({"stop", "two"}).exit, 0) << "the others are as they were";
    server_.reset();
    std::filesystem::remove(crash_note_path(config_.db));
    start();
    EXPECT_EQ(pawl({"stop", "one"}).exit, 0) << "without the note it has another try";
}

TEST(Server, SaysWhatCannotBeOpened) {
    Config config;
    config.port = 0;
    config.db = "/nowhere/at/all/pawl.db";
    const auto server = Server::start(config, [](const std::string&) {});
    ASSERT_TRUE(server.has_error());
    EXPECT_NE(server.error().message.find("/nowhere/at/all"), std::string::npos) << server.error().message;
}

TEST(Server, RefusesAFunctionWhoseUrlIsNone) {
    Config config;
    config.port = 0;
    config.db = std::filesystem::temp_directory_path() / ("pawl-bad-function-" + std::to_string(::getpid()) + ".db");
    config.functions.push_back({"f", "not a url"});
    EXPECT_TRUE(Server::start(config, [](const std::string&) {}).has_error());
    for (const char* ending : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(config.db + ending);
}

}  // namespace
}  // namespace pawl::cli
