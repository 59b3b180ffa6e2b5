#include "tests/cases/case_run.hpp"

#include <map>
#include <utility>

#include "tests/oracles/execution_difference.hpp"
#include "tests/oracles/history_grammar.hpp"
#include "tests/oracles/retry_arithmetic.hpp"

namespace pawl::cases {
namespace {

using namespace execution;

class Driver {
  public:
    Driver(const CaseFile& file, const definition::Machine& machine, const Limits& limits) : file_(file), machine_(machine), limits_(limits) {}

    CaseRun run() {
        for (const auto& step : file_.script) at(step.at_ms, Due{step, {}});
        auto input = Payload::parse(file_.input);
        PAWL_CHECK(input, "a case's input must be JSON");
        StartExecution start;
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
                run_.faults.emplace_back("the case never comes to rest");
                break;
            }
            const auto timer = run_.execution.is_closed() ? Instant::never() : run_.execution.next_wakeup();
            const auto next = queue_.empty() ? Instant::never() : queue_.begin()->first.first;
            if (timer.is_never() && next.is_never()) break;
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
        judge();
        return std::move(run_);
    }

  private:
    // What holds of every history, whatever the case says.
    void judge() {
        oracles::HistoryGrammar grammar(machine_);
        oracles::RetryArithmetic retry(machine_);
        Execution fold;
        for (const auto& record : run_.records) {
            for (auto what : {grammar.add(record), retry.add(record)}) {
                if (!what.empty()) run_.faults.push_back(std::move(what));
            }
            apply(machine_, fold, record);
        }
        if (auto difference = oracles::execution_difference(run_.execution, fold))
            run_.faults.push_back("memory against the fold of the records: " + *difference);
    }

    struct Due {
        Step step;
        TaskToken token;  ///< of an answer that was promised by a call
    };

    void at(std::int64_t ms, Due due) { queue_.emplace(std::pair(case_start.plus_milliseconds(ms), sequence_++), std::move(due)); }

    void perform(const Due& due) {
        const auto& step = due.step;
        if (step.kind == Step::Kind::Stop) {
            submit(StopExecution{step.error, step.cause});
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
            case Answer::Kind::Echoes: {
                CompleteTask complete;
                complete.token = token;
                complete.answer.body = step.answer.text;
                complete.answer.function_error = step.answer.kind == Answer::Kind::Fails;
                complete.answer.request_id = "request";
                submit(complete);
                break;
            }
            case Answer::Kind::Breaks:
                submit(FailTask{token, Failure{step.answer.error, step.answer.text}});
                break;
            case Answer::Kind::Never:
                break;
        }
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

    void call(const DispatchTask& dispatch) {
        run_.calls.push_back({dispatch.function_name, dispatch.input});
        auto& made = made_[dispatch.function_name];
        made.emplace_back(dispatch.token, dispatch.input);
        const auto worker = file_.workers.find(dispatch.function_name);
        if (worker == file_.workers.end() || made.size() > worker->second.size()) {
            run_.faults.push_back("call " + std::to_string(made.size()) + " of " + dispatch.function_name + " has no answer in the case; input " +
                                  dispatch.input);
            return;
        }
        Due due;
        due.token = dispatch.token;
        due.step.kind = Step::Kind::Answer;
        due.step.answer = worker->second[made.size() - 1];
        if (due.step.answer.kind == Answer::Kind::Never) return;
        if (due.step.answer.kind == Answer::Kind::Echoes) due.step.answer.text = dispatch.input;
        queue_.emplace(std::pair(now_.plus_milliseconds(due.step.answer.after_ms), sequence_++), std::move(due));
    }

    const CaseFile& file_;
    const definition::Machine& machine_;
    const Limits& limits_;
    CaseRun run_;
    Instant now_ = case_start;
    std::uint64_t sequence_ = 0, entropy_ = 1;
    std::map<std::pair<Instant, std::uint64_t>, Due> queue_;
    std::map<std::string, std::vector<std::pair<TaskToken, std::string>>> made_;
};

}  // namespace

CaseRun run_case(const CaseFile& file, const definition::Machine& machine, const execution::Limits& limits) {
    return Driver(file, machine, limits).run();
}

}  // namespace pawl::cases
