#include "statemachine/rehearsal/rehearsal.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::rehearsal {
namespace {

using namespace execution;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
    return first == std::string::npos ? std::string() : text.substr(first, last + 1 - first);
}

class Driver {
  public:
    Driver(const Case& test, const definition::Machine& machine, const Limits& limits) : test_(test), machine_(machine), limits_(limits) {}

    Rehearsal run() {
        for (const auto& step : test_.script) at(step.at_ms, Due{step, {}});
        auto input = Payload::parse(trimmed(test_.input));
        PAWL_CHECK(input, "a test's input must be JSON");
        execution::Start start;
        start.head.arn = "arn:aws:states:us-east-1:000000000000:execution:case:run";
        start.head.name = "run";
        start.head.state_machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:case";
        start.head.state_machine_name = "case";
        start.head.role_arn = "arn:aws:iam::000000000000:role/case";
        start.input = std::move(*input);
        submit(start);
        // Timers before what else is due at the same instant, as a partition that wakes up late would see them.
        for (int turns = 0;; ++turns) {
            if (turns > 200'000) {
                run_.faults.emplace_back("the execution never comes to rest");
                break;
            }
            const auto timer = run_.execution.is_closed() ? Instant::never() : run_.execution.next_wakeup();
            const auto next = queue_.empty() ? Instant::never() : queue_.begin()->first.first;
            if ((timer.is_never() && next.is_never()) || !run_.unanswered.empty()) break;
            if (timer <= next) {
                now_ = std::max(now_, timer);
                const auto before = run_.records.size();
                submit(FireTimer{});
                if (run_.records.size() == before && run_.execution.next_wakeup() == timer) {
                    run_.faults.emplace_back("FireTimer did nothing about a timer that was due");
                    break;
                }
                continue;
            }
            now_ = std::max(now_, next);
            auto due = std::move(queue_.begin()->second);
            queue_.erase(queue_.begin());
            perform(due);
        }
        return std::move(run_);
    }

  private:
    struct Due {
        Step step;
        TaskToken token;  ///< of an answer that was promised by a call
    };

    void at(std::int64_t ms, Due due) { queue_.emplace(std::pair(rehearsal_start.plus_milliseconds(ms), sequence_++), std::move(due)); }

    void perform(const Due& due) {
        const auto& step = due.step;
        if (step.kind == Step::Kind::Stop) {
            submit(execution::Stop{step.error, step.cause});
            return;
        }
        TaskToken token = due.token;
        std::string input;
        if (token.frame == 0) {
            const auto& made = made_[step.function];
            const auto which = step.call == 0 ? made.size() : step.call;
            if (which == 0 || which > made.size()) {
                run_.faults.push_back("the script names a call of " + step.function + " that was not made");
                return;
            }
            token = made[which - 1].first;
            input = made[which - 1].second;
        }
        if (step.kind == Step::Kind::Heartbeat) {
            submit(HeartbeatTask{token});
            return;
        }
        switch (step.answer.kind) {
            case Answer::Kind::Returns:
            case Answer::Kind::Fails:
            case Answer::Kind::Echoes:
                submit(AnswerTask{token, as_answered(token, step.answer)});
                break;
            case Answer::Kind::Breaks:
                submit(AnswerTask{token, Failure{step.answer.error, step.answer.text}});
                break;
            case Answer::Kind::Never:
            case Answer::Kind::Missing:
                break;
        }
    }

    /// The script's answer in the form in which whom the task calls answers. Of a task that nobody awaits any more, any form will do.
    TaskAnswer as_answered(TaskToken token, const Answer& scripted) const {
        const Frame* frame = run_.execution.find(token.frame);
        switch (frame == nullptr ? TargetKind::Lambda : frame->target.kind) {
            case TargetKind::Lambda: {
                FunctionAnswer answer;
                answer.body = scripted.text;
                answer.function_error = scripted.kind == Answer::Kind::Fails;
                answer.request_id = "request";
                return answer;
            }
        }
        check_failed("a task calls a kind that there is not", __FILE__, __LINE__);
    }

    void submit(Command command) {
        std::vector<Command> commands;
        commands.push_back(std::move(command));
        for (std::size_t i = 0; i < commands.size(); ++i) {
            const bool was_closed = run_.execution.is_closed();
            auto decision = decide(machine_, limits_, run_.execution, Command(commands[i]), Tick{now_, entropy_++});
            if (decision.verdict != Verdict::Accepted && !decision.records.empty()) run_.faults.emplace_back("a refused command made records");
            if (was_closed && !decision.records.empty()) run_.faults.emplace_back("a closed execution made records");
            for (auto& record : decision.records) run_.records.push_back(std::move(record));
            for (const auto& effect : decision.effects) {
                if (const auto* schedule = std::get_if<ScheduleTask>(&effect)) commands.emplace_back(StartTask{schedule->token});
                if (const auto* dispatch = std::get_if<DispatchTask>(&effect)) call(*dispatch);
            }
            if (decision.more) commands.emplace_back(Continue{});
        }
    }

    /// Whom a case file's [worker] sections name.
    static const std::string& worker_of(const TaskTarget& target) {
        switch (target.kind) {
            case TargetKind::Lambda:
                return target.name;
        }
        check_failed("a task calls a kind that there is not", __FILE__, __LINE__);
    }

    void call(const DispatchTask& dispatch) {
        const std::string& callee = worker_of(dispatch.target);
        run_.calls.push_back({callee, dispatch.input});
        auto& made = made_[callee];
        made.emplace_back(dispatch.token, dispatch.input);
        const Answer* answer = answer_for(dispatch);
        if (answer == nullptr) return;
        Due due;
        due.token = dispatch.token;
        due.step.kind = Step::Kind::Answer;
        due.step.answer = *answer;
        if (due.step.answer.kind == Answer::Kind::Never) return;
        if (due.step.answer.kind == Answer::Kind::Echoes) due.step.answer.text = dispatch.input;
        queue_.emplace(std::pair(now_.plus_milliseconds(due.step.answer.after_ms), sequence_++), std::move(due));
    }

    /// The state's own answers, else the function's; notes a call that has none.
    const Answer* answer_for(const DispatchTask& dispatch) {
        const std::string& callee = worker_of(dispatch.target);
        const Frame* frame = run_.execution.find(dispatch.token.frame);
        const std::string& state = machine_.state(frame->state).name;
        const std::size_t of_state = ++calls_of_state_[state], of_function = made_[callee].size();
        const auto by_state = test_.states.find(state);
        const auto worker = test_.workers.find(callee);
        const bool own = by_state != test_.states.end();
        if (own || worker != test_.workers.end()) {
            const std::vector<Answer>& answers = own ? by_state->second : worker->second;
            const std::size_t call = own ? of_state : of_function;
            if (!answers.empty() && answers.back().always && call > answers.size()) return &answers.back();
            if (call <= answers.size() && answers[call - 1].kind != Answer::Kind::Missing) return &answers[call - 1];
            run_.unanswered.push_back("call " + std::to_string(call) + " of " + (own ? "state " + state : callee) +
                                      " has no answer: " + std::to_string(answers.size()) + " were given; input " + brief(dispatch.input));
            return nullptr;
        }
        run_.unanswered.push_back("state " + state + " calls " + callee + ", for which the test has no answers; input " + brief(dispatch.input));
        return nullptr;
    }

    static std::string brief(const std::string& text) { return text.size() <= 300 ? text : text.substr(0, 300) + "…"; }

    const Case& test_;
    const definition::Machine& machine_;
    const Limits& limits_;
    Rehearsal run_;
    Instant now_ = rehearsal_start;
    std::uint64_t sequence_ = 0, entropy_ = 1;
    std::map<std::pair<Instant, std::uint64_t>, Due> queue_;
    std::map<std::string, std::vector<std::pair<TaskToken, std::string>>> made_;
    std::map<std::string, std::size_t> calls_of_state_;
};

}  // namespace

Rehearsal rehearse(const Case& test, const definition::Machine& machine, const execution::Limits& limits) {
    return Driver(test, machine, limits).run();
}

execution::Limits limits_of(const Case& test) {
    execution::Limits limits;
    if (test.limit_events) limits.history_events = *test.limit_events;
    if (test.limit_payload) limits.payload_bytes = *test.limit_payload;
    if (test.limit_turn) limits.records_per_decision = *test.limit_turn;
    if (test.limit_variable) limits.variable_bytes = *test.limit_variable;
    if (test.limit_all_variables) limits.all_variable_bytes = *test.limit_all_variables;
    if (test.limit_fuel) limits.expression.fuel = *test.limit_fuel;
    if (test.limit_steps) limits.steps_per_decision = *test.limit_steps;
    return limits;
}

}  // namespace pawl::rehearsal
