#include "cli/timeline/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "cli/text/width.hpp"
#include "cli/timeline/bar.hpp"
#include "cli/timeline/render.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {
namespace {

/// "id<previous Type [Name] [@milliseconds]", one event a line, as the contract's page notes histories.
Timeline timeline(const std::string& lines) {
    std::istringstream in(lines);
    std::string line;
    json::array events;
    std::int64_t time = 0;
    while (std::getline(in, line)) {
        std::istringstream words(line);
        std::string ids, type, word, name;
        if (!(words >> ids >> type)) continue;
        json::value details = json::object{};
        while (words >> word) {
            if (word[0] == '@') {
                time = std::stoll(word.substr(1));
            } else if (word.find('=') != std::string::npos) {
                const std::string key = word.substr(0, word.find('=')), value = word.substr(word.find('=') + 1);
                if (key == "index" || key == "length") {
                    details.get_object()[key] = std::stoll(value);
                } else {
                    details.get_object()[key] = value;
                }
            } else {
                details.get_object()["name"] = word;
            }
        }
        const std::size_t less = ids.find('<');
        events.push_back(json::object{{"id", std::stoll(ids.substr(0, less))},
                                      {"previousEventId", std::stoll(ids.substr(less + 1))},
                                      {"type", type},
                                      {"timestamp", static_cast<double>(time) / 1000.0},
                                      {"someEventDetails", details}});
    }
    return timeline_of(events);
}

const Visit& visit(const Timeline& timeline, const std::string& name) {
    const auto found = std::find_if(timeline.visits.begin(), timeline.visits.end(), [&](const Visit& v) { return v.name == name; });
    EXPECT_NE(found, timeline.visits.end()) << name;
    static const Visit none;
    return found == timeline.visits.end() ? none : *found;
}

TEST(Timeline, ATaskRetriedAndThenFine) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted @1000
        2<0 TaskStateEntered Pay
        3<2 LambdaFunctionScheduled
        4<3 LambdaFunctionStarted @1010
        5<4 LambdaFunctionFailed error=Busy @1100
        6<5 LambdaFunctionScheduled @2100
        7<6 LambdaFunctionStarted
        8<7 LambdaFunctionSucceeded @2200
        9<8 TaskStateExited Pay
        10<9 ChoiceStateEntered Paid?
        11<10 ChoiceStateExited Paid?
        12<11 SucceedStateEntered Done
        13<12 SucceedStateExited Done
        14<13 ExecutionSucceeded)");
    EXPECT_EQ(t.outcome, Outcome::Succeeded);
    const Visit& pay = visit(t, "Pay");
    EXPECT_EQ(pay.outcome, Outcome::Succeeded);
    ASSERT_EQ(pay.attempts.size(), 2U);
    EXPECT_EQ(pay.attempts[0].error, "Busy");
    EXPECT_EQ(pay.attempts[0].ended.milliseconds, 1100);
    EXPECT_EQ(pay.attempts[1].outcome, Outcome::Succeeded);
    EXPECT_EQ(pay.left.milliseconds - pay.entered.milliseconds, 1200);
    EXPECT_EQ(visit(t, "Paid?").next, "Done");
}

TEST(Timeline, ACaughtFailureIsShownWithWhereItWent) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted
        2<0 TaskStateEntered Pay
        3<2 TaskScheduled
        4<3 TaskStarted
        5<4 TaskTimedOut error=States.Timeout
        6<5 TaskStateExited Pay
        7<6 PassStateEntered Refund
        8<7 PassStateExited Refund
        9<8 ExecutionSucceeded)");
    const Visit& pay = visit(t, "Pay");
    EXPECT_TRUE(pay.caught);
    EXPECT_EQ(pay.outcome, Outcome::TimedOut);
    EXPECT_EQ(pay.error, "States.Timeout");
    EXPECT_EQ(pay.next, "Refund");
}

TEST(Timeline, BranchesAreChildrenAndAFailureAbortsTheOthers) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted
        2<0 ParallelStateEntered Both
        3<2 ParallelStateStarted
        4<3 TaskStateEntered A
        5<4 LambdaFunctionScheduled
        6<3 PassStateEntered B
        7<6 PassStateExited B
        8<7 TaskStateEntered C
        9<8 LambdaFunctionScheduled
        10<5 LambdaFunctionStarted
        11<10 LambdaFunctionFailed error=Bad cause=why
        12<11 TaskStateAborted
        13<11 TaskStateAborted
        14<11 ParallelStateFailed
        15<14 ExecutionFailed error=Bad cause=why)");
    const Visit& both = visit(t, "Both");
    EXPECT_EQ(both.children.size(), 3U);
    EXPECT_EQ(both.outcome, Outcome::Failed);
    EXPECT_EQ(visit(t, "A").outcome, Outcome::Failed);
    EXPECT_EQ(visit(t, "A").error, "Bad");
    EXPECT_EQ(visit(t, "B").outcome, Outcome::Succeeded);
    EXPECT_EQ(visit(t, "C").outcome, Outcome::Aborted);
    EXPECT_EQ(visit(t, "C").lane, 1U) << "it follows B in B's branch";
    EXPECT_EQ(visit(t, "A").lane, 0U);
}

TEST(Timeline, IterationsThatReuseASlotBelongToTheMap) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted
        2<0 MapStateEntered Items
        3<2 MapStateStarted length=2
        4<3 MapIterationStarted Items index=0
        5<4 PassStateEntered One
        6<5 PassStateExited One
        7<6 MapIterationSucceeded Items index=0
        8<6 MapIterationStarted Items index=1
        9<8 PassStateEntered Two
        10<9 PassStateExited Two
        11<10 MapIterationSucceeded Items index=1
        12<11 MapStateSucceeded
        13<11 MapStateExited Items
        14<13 PassStateEntered After
        15<14 PassStateExited After
        16<15 ExecutionSucceeded)");
    EXPECT_EQ(visit(t, "Items").length, 2U);
    EXPECT_EQ(visit(t, "Items").outcome, Outcome::Succeeded);
    EXPECT_EQ(visit(t, "One").lane, 0U);
    EXPECT_EQ(visit(t, "Two").lane, 1U);
    EXPECT_EQ(visit(t, "Two").parent, std::optional<std::size_t>(0));
    EXPECT_EQ(visit(t, "After").parent, std::nullopt);
}

TEST(Timeline, WhatRunsHasNoEndYet) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted
        2<0 TaskStateEntered Pay
        3<2 LambdaFunctionScheduled
        4<3 LambdaFunctionStarted)");
    EXPECT_EQ(t.outcome, Outcome::Running);
    EXPECT_EQ(visit(t, "Pay").outcome, Outcome::Running);
    EXPECT_TRUE(visit(t, "Pay").left.is_never());
}

TEST(Timeline, AStoppedExecutionAbortsWhatWasOpen) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted
        2<0 WaitStateEntered Nap
        3<0 ExecutionAborted error=e @5000)");
    EXPECT_EQ(t.outcome, Outcome::Aborted);
    EXPECT_EQ(visit(t, "Nap").outcome, Outcome::Aborted);
    EXPECT_EQ(visit(t, "Nap").left.milliseconds, 5000);
}

TEST(Bar, ShowsAttemptsWaitingAndWork) {
    const Timeline t = timeline(R"(
        1<0 ExecutionStarted @0
        2<0 TaskStateEntered Pay
        3<2 LambdaFunctionScheduled
        4<3 LambdaFunctionStarted
        5<4 LambdaFunctionFailed error=Busy @200
        6<5 LambdaFunctionScheduled @600
        7<6 LambdaFunctionStarted
        8<7 LambdaFunctionSucceeded @800
        9<8 TaskStateExited Pay
        10<9 PassStateEntered P
        11<10 PassStateExited P
        12<11 WaitStateEntered W
        13<12 WaitStateExited W @1000
        14<13 ExecutionSucceeded)");
    const Axis axis{{0}, {1000}, 10};
    EXPECT_EQ(bar_of(visit(t, "Pay"), axis, {1000}), "▒▒░░░░██  ");
    EXPECT_EQ(bar_of(visit(t, "P"), axis, {1000}), "        ▏ ");
    EXPECT_EQ(bar_of(visit(t, "W"), axis, {1000}), "        ░░");
}

TEST(Bar, WhatRunsEndsInAnArrowNow) {
    Visit visit;
    visit.kind = "Task";
    visit.entered = {0};
    visit.attempts.push_back({{0}, {0}, Instant::never(), Outcome::Running, "", ""});
    EXPECT_EQ(bar_of(visit, {{0}, {1000}, 10}, {500}), "████▶     ");
}

TEST(Render, EveryLineFitsAndTheBarsAlign) {
    std::string history = "1<0 ExecutionStarted @0\n2<0 MapStateEntered 订单\n3<2 MapStateStarted length=20\n";
    int id = 3;
    for (int i = 0; i < 20; ++i) {
        const std::string n = std::to_string(i);
        history += std::to_string(++id) + "<3 MapIterationStarted 订单 index=" + n + " @" + std::to_string(i * 10) + "\n";
        history += std::to_string(id + 1) + "<" + std::to_string(id) + " PassStateEntered Item\n";
        history += std::to_string(id + 2) + "<" + std::to_string(id + 1) + " PassStateExited Item\n";
        id += 2;
    }
    std::ostringstream out;
    const Timeline t = timeline(history);
    render(out, t, {{300}, 100, false, false});
    std::istringstream lines(out.str());
    std::string line;
    std::size_t bars = std::string::npos, count = 0;
    while (std::getline(lines, line)) {
        ++count;
        EXPECT_LE(display_width(line), 100U) << line;
        if (line.find("│") == std::string::npos) continue;
        const std::size_t at = display_width(line.substr(0, line.find("│")));
        if (bars == std::string::npos) bars = at;
        EXPECT_EQ(at, bars) << line;
    }
    EXPECT_NE(out.str().find("… 14 more"), std::string::npos) << out.str();
    std::ostringstream all;
    render(all, t, {{300}, 100, false, true});
    EXPECT_EQ(all.str().find("more"), std::string::npos);
    const std::string everything = all.str();
    EXPECT_EQ(std::count(everything.begin(), everything.end(), '\n'), 22) << everything;
}

}  // namespace
}  // namespace pawl::cli
