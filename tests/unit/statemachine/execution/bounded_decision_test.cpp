// A turn stays bounded whatever its expressions do, and giving way changes nothing of what comes out. Counted in steps and turns, never in time.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"

namespace pawl::execution {
namespace {

// About 400 steps.
const std::string costly = "$count($map([1..400], function($x) { $x }))";
constexpr std::uint64_t field = 1'000;

struct Course {
    std::vector<std::string> history;  ///< "7<6 53": event, previous, type
    std::vector<std::uint64_t> steps;  ///< of each turn
    Execution execution;

    std::uint64_t most() const { return *std::max_element(steps.begin(), steps.end()); }
    std::uint64_t sum() const {
        std::uint64_t all = 0;
        for (const auto each : steps) all += each;
        return all;
    }
};

Limits limits_of(std::uint64_t steps_per_decision) {
    Limits limits;
    limits.expression.fuel = field;
    limits.steps_per_decision = steps_per_decision;
    limits.records_per_decision = 1'000'000;
    return limits;
}

class Driver {
  public:
    Driver(const std::string& definition, std::uint64_t steps_per_decision)
        : limits_(limits_of(steps_per_decision)), compiled_(definition::compile(definition)) {
        for (const auto& diagnostic : compiled_.diagnostics) ADD_FAILURE() << diagnostic.code << " " << diagnostic.message;
        if (!compiled_.machine) return;
        Start start;
        start.head.name = "e";
        start.input = *Payload::parse("{}");
        submit(start);
        for (int turns = 0; turns < 2'000 && !run_.execution.is_closed() && !run_.execution.timers.empty(); ++turns) {
            now_ = std::max(now_, run_.execution.next_wakeup());
            submit(FireTimer{});
        }
    }
    Course run() { return std::move(run_); }

  private:
    void submit(Command command) {
        bool more = take(std::move(command));
        // What was left over is known from the execution alone, as it must be after a restart.
        for (; more; more = take(Continue{})) ASSERT_TRUE(run_.execution.can_go_on());
        ASSERT_FALSE(run_.execution.can_go_on());
        for (bool again = true; again;) {
            again = false;
            for (const auto& effect : outstanding(*compiled_.machine, run_.execution)) {
                const auto* schedule = std::get_if<ScheduleTask>(&effect);
                if (schedule == nullptr) continue;
                again = true;
                submit(StartTask{schedule->token});
                break;
            }
        }
    }

    bool take(Command command) {
        Decision decision = decide(*compiled_.machine, limits_, run_.execution, command, Tick{now_, 1});
        for (const Record& record : decision.records) {
            apply(*compiled_.machine, fold_, record);
            if (record.event == 0) continue;
            run_.history.push_back(std::to_string(record.event) + "<" + std::to_string(record.previous) + " " + std::to_string(record.body.index()));
        }
        EXPECT_EQ(fold_.due_joins, run_.execution.due_joins);
        EXPECT_EQ(fold_.timed_out, run_.execution.timed_out);
        run_.steps.push_back(decision.steps);
        return decision.more;
    }

    Limits limits_;
    definition::Compiled compiled_;
    Course run_;
    Execution fold_;
    Instant now_{1'000};
};

Course run(const std::string& definition, std::uint64_t steps_per_decision) { return Driver(definition, steps_per_decision).run(); }

// The same history as in one go, in turns of no more than what the fields of one state may take beyond the bound.
void expect_bounded(const std::string& definition, std::uint64_t fields = 1) {
    const Course whole = run(definition, 1'000'000'000), bounded = run(definition, field);
    EXPECT_EQ(bounded.history, whole.history);
    EXPECT_EQ(bounded.execution.status, whole.execution.status);
    EXPECT_EQ(bounded.sum(), whole.sum());
    EXPECT_GT(whole.most(), 10 * field) << "hostile enough";
    EXPECT_LE(bounded.most(), (1 + fields) * field);
    EXPECT_LT(bounded.steps.size(), whole.sum() / field * 4 + whole.steps.size()) << "a turn is used before it gives way";
}

std::string jsonata(const std::string& states) { return R"({"QueryLanguage": "JSONata", "StartAt": "M", "States": {)" + states + "}}"; }

TEST(BoundedTurn, ItemSelectors) {
    expect_bounded(jsonata(R"("M": {"Type": "Map", "Items": "{% [1..40] %}", "ItemSelector": "{% )" + costly + R"( %}",
        "ItemProcessor": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}}, "End": true})"));
}

TEST(BoundedTurn, IterationsThatEndAtOnce) {
    expect_bounded(jsonata(R"("M": {"Type": "Map", "Items": "{% [1..60] %}", "ItemSelector": "{% )" + costly + R"( %}", "MaxConcurrency": 3,
        "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}, "End": true})"));
}

TEST(BoundedTurn, WaitsThatEndTogether) {
    std::string branches;
    for (int i = 0; i < 60; ++i) {
        const std::string name = "W" + std::to_string(i);
        branches += (i == 0 ? "" : ",") + (R"({"StartAt": ")" + name) + R"(", "States": {")" + name +
                    R"(": {"Type": "Wait", "Seconds": 1, "Output": "{% )" + costly + R"( %}", "End": true}}})";
    }
    expect_bounded(jsonata(R"("M": {"Type": "Parallel", "Branches": [)" + branches + R"(], "End": true})"));
}

TEST(BoundedTurn, TasksThatTimeOutTogether) {
    for (const char* failure : {"States.Timeout", "States.HeartbeatTimeout"}) {
        expect_bounded(jsonata(R"("M": {"Type": "Map", "Items": "{% [1..40] %}", "ItemProcessor": {"StartAt": "T", "States": {
            "T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "TimeoutSeconds": 9, "HeartbeatSeconds": 2, "Catch": [
                {"ErrorEquals": [")" +
                               std::string(failure) + R"("], "Output": "{% )" + costly + " + " + costly + R"( %}", "Next": "P"}], "End": true},
            "P": {"Type": "Pass", "End": true}}}, "End": true})"));
    }
}

// Every Parallel ends as soon as the one in it has.
TEST(BoundedTurn, NestedEnds) {
    std::string inner = R"("W": {"Type": "Wait", "Seconds": 1, "End": true})";
    std::string start = "W";
    for (int i = 0; i < 30; ++i) {
        const std::string name = i == 29 ? "M" : "P" + std::to_string(i);
        inner = "\"" + name + R"(": {"Type": "Parallel", "Branches": [{"StartAt": ")" + start + R"(", "States": {)" + inner +
                R"(}}], "Output": "{% )" + costly + " + " + costly + R"( %}", "End": true})";
        start = name;
    }
    expect_bounded(jsonata(inner));
}

// One failure goes all its way up in one turn; the Catchers it meets share the steps of one field.
TEST(BoundedTurn, CatchersThatFail) {
    std::string inner = R"("F": {"Type": "Fail"})";
    std::string start = "F";
    for (int i = 0; i < 30; ++i) {
        const std::string name = i == 29 ? "M" : "P" + std::to_string(i);
        inner = "\"" + name + R"(": {"Type": "Parallel", "Branches": [{"StartAt": ")" + start + R"(", "States": {)" + inner +
                R"(}}], "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% )" + costly + R"( %}", "Assign": {"a": "{% )" + costly +
                R"( + 'x' %}"}, "Next": "S)" + name + R"("}], "End": true}, "S)" + name + R"(": {"Type": "Succeed"})";
        start = name;
    }
    const Course failed = run(jsonata(inner), field);
    EXPECT_EQ(failed.execution.status, Status::Failed);
    EXPECT_EQ(failed.execution.error, "States.QueryEvaluationError");
    EXPECT_LE(failed.most(), 3 * field);
}

std::string choice(int conditions, int true_one) {
    std::string choices;
    for (int i = 0; i < conditions; ++i) {
        choices += (i == 0 ? "" : ",") + (R"({"Condition": "{% )" + costly) + (i == true_one ? " = 400" : " = 0") + R"( %}", "Next": "S"})";
    }
    return jsonata(R"("M": {"Type": "Choice", "Choices": [)" + choices + R"(], "Default": "S"}, "S": {"Type": "Succeed"})");
}

TEST(BoundedTurn, TheConditionsOfAChoiceShareOneField) {
    const Course within = run(choice(50, 1), field);
    EXPECT_EQ(within.execution.status, Status::Succeeded) << "what stands behind the one that is true costs nothing";
    EXPECT_GT(within.sum(), field / 2);

    const Course beyond = run(choice(50, 40), field);
    EXPECT_EQ(beyond.execution.status, Status::Failed);
    EXPECT_EQ(beyond.execution.error, "States.QueryEvaluationError");
    EXPECT_NE(beyond.execution.cause.value_or("").find("Expression evaluation timeout"), std::string::npos);
    EXPECT_LE(beyond.sum(), field);
}

}  // namespace
}  // namespace pawl::execution
