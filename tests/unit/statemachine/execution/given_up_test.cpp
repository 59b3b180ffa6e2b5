// What a Parallel or Map that fails for good leaves for redrive: as its children stood, by decision and by fold alike; and nothing where the failure
// is taken.
#include <gtest/gtest.h>

#include <string>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"

namespace pawl::execution {
namespace {

std::string task(const std::string& name, const std::string& more) {
    return "\"" + name + R"(": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", )" + more + "}";
}

class Driver {
  public:
    explicit Driver(const std::string& definition) : compiled_(definition::compile(definition)) {
        for (const auto& diagnostic : compiled_.diagnostics) ADD_FAILURE() << diagnostic.code << " " << diagnostic.message;
        Start start;
        start.head.name = "e";
        start.input = *Payload::parse(R"({"list": ["a", "b", "c", "d"]})");
        submit(start);
    }
    void submit(const Command& command) {
        now_ = now_.plus_milliseconds(1);
        const Decision decision = decide(*compiled_.machine, limits_, memory, command, Tick{now_, 1});
        for (const Record& record : decision.records) apply(*compiled_.machine, fold, record);
        for (const Effect& effect : decision.effects) {
            if (const auto* schedule = std::get_if<ScheduleTask>(&effect)) submit(StartTask{schedule->token});
        }
    }
    /// Of the first frame in a state of that name.
    TaskToken token(const std::string& state) const {
        for (const auto& [id, frame] : memory.frames) {
            if (frame.phase == Phase::TaskStarted && name(frame) == state) return frame.token();
        }
        ADD_FAILURE() << "nobody is in " << state;
        return {};
    }
    void complete(const std::string& state) {
        FunctionAnswer answer;
        answer.body = "\"done\"";
        submit(AnswerTask{token(state), answer});
    }
    void fail(const std::string& state) { submit(AnswerTask{token(state), Failure{"Bad", std::nullopt}}); }
    const std::string& name(const Frame& frame) const { return compiled_.machine->state(frame.state).name; }

    /// "results | state<entered input {variables}, … | next item": of the root.
    std::string given_up(const Execution& execution) const { return show(execution.frames.at(1)); }
    std::string show(const Frame& of) const {
        if (!of.given_up) return "nothing";
        std::string text;
        for (const auto& result : of.given_up->join.results) text += result ? result->text() + " " : "- ";
        text += "|";
        for (const auto& [id, frame] : of.given_up->frames) {
            text += " " + name(frame) + "<" + std::to_string(frame.entered) + " " + frame.input.text();
            for (const auto& [variable, value] : frame.variables) text += " " + variable + "=" + value.text();
            if (frame.given_up) text += " [" + show(frame) + "]";
            text += ",";
        }
        return text + " | " + std::to_string(of.given_up->join.next_item);
    }

    Execution memory, fold;

  private:
    Limits limits_;
    definition::Compiled compiled_;
    Instant now_{1'000};
};

void expect_left(const Driver& driver, const std::string& expected) {
    EXPECT_EQ(driver.given_up(driver.memory), expected);
    EXPECT_EQ(driver.given_up(driver.fold), expected);
    EXPECT_EQ(driver.memory.frames.size(), 1U);
    EXPECT_TRUE(driver.memory.timers.empty());
    EXPECT_EQ(driver.memory.variable_bytes, 0U) << "nothing of them counts any more";
}

std::string parallel(const std::string& rules) {
    return R"({"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [
        {"StartAt": "A", "States": {)" +
           task("A", R"("End": true)") + R"(}},
        {"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"b": 1}, "Result": "from B", "Next": "C"}, )" +
           task("C", R"("End": true)") + R"(}},
        {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}], )" +
           rules + R"( "End": true}}})";
}

TEST(GivenUp, AParallelLeavesResultsAndWhereItsBranchesStood) {
    Driver driver(parallel(""));
    driver.complete("A");
    driver.fail("C");
    EXPECT_EQ(driver.memory.status, Status::Failed);
    expect_left(driver, R"("done" - - | C<9 "from B" b=1, W<8 {"list": ["a", "b", "c", "d"]}, | 3)");
    const Frame& waiting = driver.memory.frames.at(1).given_up->frames.rbegin()->second;
    EXPECT_EQ(waiting.phase, Phase::Waiting);
    EXPECT_EQ(waiting.entered_time, Instant{1'001});
}

TEST(GivenUp, ARetrierOrCatcherThatTakesTheFailureLetsThemGo) {
    for (const char* rules : {R"("Retry": [{"ErrorEquals": ["Bad"]}],)", R"("Catch": [{"ErrorEquals": ["Bad"], "Next": "P"}],)"}) {
        Driver driver(parallel(rules));
        driver.fail("C");
        EXPECT_EQ(driver.memory.status, Status::Running);
        EXPECT_EQ(driver.given_up(driver.memory), "nothing") << rules;
        EXPECT_EQ(driver.given_up(driver.fold), "nothing") << rules;
    }
}

TEST(GivenUp, AMapLeavesTheItemsNotYetStarted) {
    Driver driver(R"({"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 2, "End": true,
        "ItemProcessor": {"StartAt": "T", "States": {)" +
                  task("T", R"("End": true)") + "}}}}}");
    driver.complete("T");
    driver.fail("T");
    EXPECT_EQ(driver.memory.status, Status::Failed);
    const auto& given_up = driver.memory.frames.at(1).given_up;
    ASSERT_TRUE(given_up);
    EXPECT_EQ(driver.given_up(driver.fold), driver.given_up(driver.memory));
    EXPECT_EQ(given_up->join.results[0]->text(), "\"done\"");
    EXPECT_EQ(given_up->frames.size(), 2U);
    EXPECT_EQ(given_up->join.next_item, 3U);
    EXPECT_EQ(given_up->join.items->text(), R"(["a","b","c","d"])");
}

TEST(GivenUp, WhatStandsInsideStandsInside) {
    Driver driver(R"({"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
        {"StartAt": "Q", "States": {"Q": {"Type": "Parallel", "End": true, "Branches": [
            {"StartAt": "A", "States": {)" +
                  task("A", R"("End": true)") + R"(}}, {"StartAt": "B", "States": {)" + task("B", R"("End": true)") + R"(}}]}}},
        {"StartAt": "R", "States": {"R": {"Type": "Parallel", "End": true, "Branches": [
            {"StartAt": "C", "States": {)" +
                  task("C", R"("End": true)") + "}}]}}}]}}}");
    driver.fail("A");
    const std::string input = R"({"list": ["a", "b", "c", "d"]})";
    const auto& given_up = driver.memory.frames.at(1).given_up;
    ASSERT_TRUE(given_up);
    ASSERT_EQ(given_up->frames.size(), 3U) << "Q, R, and C below R; A and B are Q's own";
    EXPECT_TRUE(given_up->frames.at(2).given_up) << "Q failed";
    EXPECT_TRUE(given_up->frames.at(3).join) << "R was joining";
    EXPECT_EQ(driver.given_up(driver.fold), driver.given_up(driver.memory));
}

}  // namespace
}  // namespace pawl::execution
