#include "statemachine/rehearsal/rehearsal.hpp"

#include <gtest/gtest.h>

#include "statemachine/rehearsal/expectation.hpp"
#include "statemachine/rehearsal/mock_config.hpp"

namespace pawl::rehearsal {
namespace {

constexpr const char* task =
    R"({"StartAt":"Pay","States":{"Pay":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:charge",
        "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":2}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"No"}],"Next":"Yes"},
        "Yes":{"Type":"Succeed"},"No":{"Type":"Fail","Error":"NotPaid"}}})";

std::vector<Case> cases(const std::string& text) {
    auto parsed = parse_cases(text);
    EXPECT_TRUE(parsed.has_value()) << (parsed.has_error() ? parsed.error().message : "");
    return parsed.has_value() ? *parsed : std::vector<Case>();
}

std::string differences_of(const Case& test) {
    const auto compiled = definition::compile(test.machine.empty() ? task : test.machine);
    EXPECT_TRUE(compiled.machine);
    if (!compiled.machine) return "no machine";
    std::string out;
    for (const Difference& one : differences(test, *compiled.machine, rehearse(test, *compiled.machine, limits_of(test))))
        out += one.what + ":\n" + one.text;
    return out;
}

CaseFault fault_of(const std::string& text) {
    const auto parsed = parse_cases(text);
    EXPECT_TRUE(parsed.has_error()) << text;
    return parsed.has_error() ? parsed.error() : CaseFault{};
}

TEST(CaseFiles, WhatStandsBeforeTheFirstTestHoldsForAll) {
    const auto all = cases(
        "machine: m.json\nworker charge:\n  returns 1\ninput: {\"a\": 1}\n\ntest: one\noutput: 1\n\ntest: two\nworker charge:\n  returns 2\n  always "
        "fails {}\n"
        "input:\n  {\"a\":\n   2}\npath: A, B b\n  C, c\n");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].name, "one");
    EXPECT_EQ(all[0].line, 6U);
    EXPECT_EQ(all[0].machine_file, "m.json");
    EXPECT_EQ(all[0].workers.at("charge").size(), 1U);
    EXPECT_EQ(all[0].input, "{\"a\": 1}");
    ASSERT_EQ(all[1].workers.at("charge").size(), 2U) << "said anew, not added to";
    EXPECT_TRUE(all[1].workers.at("charge")[1].always);
    EXPECT_TRUE(Payload::parse(all[1].input).has_value()) << all[1].input;
    EXPECT_EQ(*all[1].path, (std::vector<std::string>{"A", "B b", "C, c"}));
    EXPECT_TRUE(all[1].output.empty());
}

TEST(CaseFiles, SayWhatIsWrongAndWhere) {
    EXPECT_EQ(fault_of("machine: m\nworker f:\n  answers 1\noutcome: FAILED\n").line, 3U);
    EXPECT_NE(fault_of("machine: m\nnonsense: 1\n").message.find("unknown section"), std::string::npos);
    EXPECT_NE(fault_of("machine: m\n").message.find("nothing is expected"), std::string::npos);
    EXPECT_NE(fault_of("test: a\noutcome: FAILED\n").message.find("no machine"), std::string::npos);
    EXPECT_NE(fault_of("machine: m\noutcome: GREAT\n").message.find("SUCCEEDED"), std::string::npos);
    EXPECT_NE(fault_of("machine: m\noutput: 1\ntest: a\n").message.find("before the first test"), std::string::npos);
    EXPECT_NE(fault_of("machine: m\ntest: a\noutput: 1\ntest: b\n").message.find("nothing is expected"), std::string::npos);
    EXPECT_NE(fault_of("machine: m\nworker f:\n  always echoes\n  echoes\noutcome: FAILED\n").message.find("always"), std::string::npos);
    EXPECT_NE(fault_of("").message.find("no test"), std::string::npos);
    for (const char* length : {"1", "-5", "", "x", "18446744073709551615", "99999999999"}) {
        const CaseFault fault = fault_of("machine: m\ninput: «long " + std::string(length) + "»\noutcome: FAILED\n");
        EXPECT_EQ(fault.line, 2U) << length;
        EXPECT_NE(fault.message.find("«long N»"), std::string::npos) << fault.message;
    }
    for (const char* time : {"inf", "nan", "1e300s", "-1s"})
        EXPECT_EQ(fault_of("machine: m\nscript:\n  at " + std::string(time) + " stop\n").line, 3U) << time;
}

TEST(Rehearsals, AnswersOfTheStateGoBeforeThoseOfTheFunction) {
    const auto all = cases(
        "machine: m\nworker charge:\n  returns \"function\"\ntest: f\noutput: \"function\"\ntest: s\nstate Pay:\n  returns \"state\"\noutput: "
        "\"state\"\n");
    ASSERT_EQ(all.size(), 2U);
    for (const Case& test : all) EXPECT_EQ(differences_of(test), "");
}

TEST(Rehearsals, WaitingTakesNoTimeAndIsCounted) {
    const auto all = cases(
        "machine: m\nworker charge:\n  fails {\"errorType\":\"Busy\"}\n  fails {\"errorType\":\"Busy\"}\n  after 0.5s returns 1\npath: Pay, "
        "Yes\ntook: 6.5s\noutput: 1\n");
    EXPECT_EQ(differences_of(all.at(0)), "");
    const auto wrong = cases("machine: m\nworker charge:\n  returns 1\ntook: 1s\n");
    EXPECT_EQ(differences_of(wrong.at(0)), "took:\n- 1s\n+ 0s\n");
}

TEST(Rehearsals, ACallWithoutAnAnswerIsNamedAndNothingElse) {
    EXPECT_EQ(differences_of(cases("machine: m\ninput: {\"n\": 1}\npath: Pay, Yes\noutput: 1\n").at(0)),
              "unanswered:\nstate Pay calls charge, for which the test has no answers; input {\"n\": 1}\n");
    const auto few = cases("machine: m\nworker charge:\n  fails {\"errorType\":\"Busy\"}\noutput: 1\n");
    EXPECT_EQ(differences_of(few.at(0)), "unanswered:\ncall 2 of charge has no answer: 1 were given; input {}\n");
}

TEST(Rehearsals, DifferencesArePointedAt) {
    const auto path = cases("machine: m\nworker charge:\n  breaks Bad why\npath: Pay, Yes\n");
    EXPECT_EQ(differences_of(path.at(0)), "path:\n  Pay\n- Yes\n+ No\n");
    const auto outcome = cases("machine: m\nworker charge:\n  breaks Bad why\noutput: 1\n");
    EXPECT_EQ(differences_of(outcome.at(0)), "outcome:\n- SUCCEEDED\n+ FAILED NotPaid\n");
    const auto error = cases("machine: m\nworker charge:\n  breaks Bad why\nerror: Paid\ncause: none\n");
    EXPECT_EQ(differences_of(error.at(0)), "error:\n- Paid\n+ NotPaid\ncause:\n- none\n+ (none)\n");
    const auto output =
        cases("machine: m\nworker charge:\n  returns {\"a\": [1, 2], \"b\": 1.0, \"d\": 4}\noutput: {\"a\": [1, 3], \"b\": 1, \"c\": null}\n");
    const std::string text = differences_of(output.at(0));
    EXPECT_NE(text.find("$.a[1]: expected 3, got 2\n$.c: expected null, and it is not there\n$.d: not expected, got 4\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("$.b"), std::string::npos) << "numbers are compared by value";
    const auto calls = cases("machine: m\nworker charge:\n  returns 1\ncalls:\n  charge {\"x\":1}\n");
    EXPECT_EQ(differences_of(calls.at(0)), "calls:\n- charge {\"x\":1}\n+ charge {}\n");
}

constexpr const char* mocks = R"({"StateMachines": {"Shop": {"TestCases": {
    "Happy": {"Pay": "Paid"}, "Busy": {"Pay": "BusyThenPaid"}, "Gap": {"Pay": "Gap"}}}},
    "MockedResponses": {"Paid": {"0": {"Return": {"Payload": {"ok": true}, "StatusCode": 200}}},
    "BusyThenPaid": {"0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": 7}}, "Gap": {"1": {"Return": 1}}}})";

Case mocked(const std::string& name) {
    const auto all = read_mock_config(mocks);
    EXPECT_TRUE(all.has_value());
    for (const MockedCase& one : *all) {
        if (one.test.name == name) {
            EXPECT_EQ(one.machine, "Shop");
            Case test = one.test;
            test.outcome = "SUCCEEDED";
            return test;
        }
    }
    ADD_FAILURE() << name;
    return {};
}

TEST(MockConfig, ReturnsThrowsAndRanges) {
    EXPECT_EQ(differences_of(mocked("Happy")), "");
    EXPECT_EQ(differences_of(mocked("Busy")), "");
    Case busy = mocked("Busy");
    busy.output = "7";
    busy.took_ms = 6'000;
    EXPECT_EQ(differences_of(busy), "");
    EXPECT_NE(differences_of(mocked("Gap")).find("call 1 of state Pay has no answer"), std::string::npos);
}

TEST(MockConfig, ThePayloadOfAnInvokeIsWhatTheFunctionAnswers) {
    Case happy = mocked("Happy");
    unwrap_payloads(happy, {"Pay"});
    EXPECT_EQ(happy.states.at("Pay")[0].text, "{\"ok\":true}");
    unwrap_payloads(happy, {"Elsewhere"});
}

TEST(MockConfig, SaysWhatIsWrong) {
    const auto message = [](const std::string& text) {
        const auto read = read_mock_config(text);
        return read.has_error() ? read.error().message : "no fault";
    };
    EXPECT_EQ(message("[1,"), read_mock_config("[1,").error().message);
    EXPECT_EQ(read_mock_config("{\n\n x").error().line, 3U);
    EXPECT_NE(message("{}").find("StateMachines"), std::string::npos);
    EXPECT_NE(message(R"({"StateMachines":{"M":{}},"MockedResponses":{}})").find("TestCases"), std::string::npos);
    const auto with = [](const char* responses) {
        return std::string(R"({"StateMachines":{"M":{"TestCases":{"T":{"S":"R"}}}},"MockedResponses":)") + responses + "}";
    };
    EXPECT_NE(message(with("{}")).find("'R'"), std::string::npos);
    EXPECT_NE(message(with(R"({"R":{"2-1":{"Return":1}}})")).find("'2-1'"), std::string::npos);
    EXPECT_NE(message(with(R"({"R":{"0-99999999999":{"Return":1}}})")).find("range"), std::string::npos);
    EXPECT_NE(message(with(R"({"R":{"0":{"Throw":{}}}})")).find("Throw"), std::string::npos);
}

}  // namespace
}  // namespace pawl::rehearsal
