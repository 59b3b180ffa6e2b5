#include "tests/simulation/world/worker_pool.hpp"

#include <array>
#include <memory>

#include "tests/simulation/world/simulated_crash.hpp"

namespace pawl::simulation {
namespace {

constexpr std::int64_t function_time_limit = 60'000;

}  // namespace

void WorkerPool::engine(engine::DispatchSink* sink) {
    sink_ = sink;
    if (sink == nullptr) {
        ++life_;
        functions_.clear();
        calls_.clear();
        crash_armed_ = false;
    }
}

void WorkerPool::tell(const char* what, ExecutionKey execution, execution::TaskToken token) const {
    if (on_event)
        on_event(std::string("worker: ") + what + " execution " + std::to_string(execution) + " frame " + std::to_string(token.frame) +
                 " scheduled " + std::to_string(token.scheduled));
}

std::size_t WorkerPool::open_calls() const { return calls_.size(); }

bool WorkerPool::has_open_call(ExecutionKey execution) const {
    for (auto call = calls_.lower_bound({execution, {}}); call != calls_.end() && call->first.first == execution; ++call) {
        if (!answered_before_.contains(call->first)) return true;
    }
    return false;
}

int WorkerPool::slots_in_use() const {
    int used = 0;
    for (const auto& [name, slots] : functions_) used += slots.used;
    return used;
}

bool WorkerPool::try_reserve(const TaskTarget& target) {
    auto& slots = functions_[target.name];
    if (slots.used >= slots_) {
        slots.refused = true;
        coverage_.count("worker", "slot refused");
        return false;
    }
    ++slots.used;
    return true;
}

void WorkerPool::release(const TaskTarget& target) { give_back(target); }

void WorkerPool::give_back(const TaskTarget& target) {
    auto& slots = functions_[target.name];
    PAWL_CHECK(slots.used > 0, "the engine gives back a slot it does not hold");
    --slots.used;
    if (slots.refused && sink_ != nullptr) {
        slots.refused = false;
        sink_->slot_free(target);
    }
}

void WorkerPool::cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget& target) {
    tell("cancelled", execution, token);
    const auto found = calls_.find({execution, token});
    if (found == calls_.end()) return;
    found->second->cancelled = true;
    found->second->over = true;
    calls_.erase(found);
    give_back(target);
}

void WorkerPool::dispatch(engine::DispatchRequest request) {
    if (crash_armed_) {
        crash_armed_ = false;
        coverage_.count("fault", "crash while acting");
        throw SimulatedCrash{"while acting"};
    }
    tell("called", request.execution, request.token);
    fencing_.dispatched(request);
    const CallName name{request.execution, request.token};
    PAWL_CHECK(!calls_.contains(name), "the engine makes a call that is being made");
    const auto random = random_.fork(
        request.execution_arn, (std::uint64_t{request.token.scheduled} << 32) + (std::uint64_t{request.token.frame} << 8) + deliveries_[name]++);
    auto call = std::make_shared<Call>();
    call->request = std::move(request);
    call->life = life_;
    calls_.emplace(name, call);
    plan(call, random);
}

void WorkerPool::plan(const std::shared_ptr<Call>& call, Random random) {
    const auto dice = random.below(100);
    const auto soon = random.between(1, 1'500);
    const auto style = dice < 12   ? Style::Echo
                       : dice < 16 ? Style::NoJson
                       : dice < 32 ? Style::FunctionError
                       : dice < 38 ? Style::CallError
                                   : Style::Result;
    if (calm_) return answer_in(soon, call, style, random);
    const auto manner = random.below(100);
    if (manner < 4) {
        coverage_.count("worker", "never answers");
        return answer_in(function_time_limit, call, Style::CallError, random);
    }
    if (manner < 14) {
        coverage_.count("worker", "is slow");
        return answer_in(random.between(3'000, 25'000), call, style, random);
    }
    if (manner < 22) {
        coverage_.count("worker", "answers twice");
        answer_in(soon, call, style, random);
        return answer_in(soon + random.between(0, 6'000), call, Style::Result, random.fork("twice"));
    }
    if (manner < 27) {
        // Somebody guesses: the right execution with a token near the right one.
        coverage_.count("worker", "answers with a forged token");
        auto token = call->request.token;
        if (random.chance(50))
            ++token.scheduled;
        else
            ++token.frame;
        time_.after(random.between(0, soon), [this, call, token, random] {
            if (sink_ != nullptr) sink_->answered(make_answer(call->request, token, Style::Result, random));
        });
    }
    answer_in(soon, call, style, random);
}

void WorkerPool::answer_in(std::int64_t milliseconds, const std::shared_ptr<Call>& call, Style style, Random random) {
    time_.after(milliseconds, [this, call, style, random] { answer(call, style, random); });
}

void WorkerPool::answer(const std::shared_ptr<Call>& call, Style style, Random random) {
    if (sink_ == nullptr) return;  // nobody is there to hear it
    if (call->life != life_) {
        // Its connection died with the engine it was made by; a worker that reconnects may still bring the answer.
        if (calm_ || !random.chance(40)) return;
        coverage_.count("worker", "answers for an earlier life of the engine");
        answered_before_.insert({call->request.execution, call->request.token});
        sink_->answered(make_answer(call->request, call->request.token, style, random));
        return;
    }
    if (call->over) {
        // Given up, or answered before. The answer may have been on its way already.
        if (calm_ || (call->cancelled && !random.chance(60))) return;
        coverage_.count("worker", call->cancelled ? "answers after a cancel" : "answers late");
        sink_->answered(make_answer(call->request, call->request.token, style, random));
        return;
    }
    call->over = true;
    calls_.erase({call->request.execution, call->request.token});
    sink_->answered(make_answer(call->request, call->request.token, style, random));
    give_back(call->request.target);
}

engine::DispatchAnswer WorkerPool::make_answer(const engine::DispatchRequest& request, execution::TaskToken token, Style style, Random random) {
    static constexpr std::array names{"E1", "E2", "E3", "E1"};
    static constexpr std::array call_errors{"Lambda.ServiceException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException",
                                            "Lambda.ResourceNotFoundException"};
    tell("answers", request.execution, token);
    const auto mark = Fencing::mark(fencing_.answering(request.execution, token));
    engine::DispatchAnswer answer;
    answer.execution = request.execution;
    answer.token = token;
    execution::FunctionAnswer body;
    body.request_id = "r";
    switch (style) {
        case Style::Result:
            coverage_.count("worker", "answers");
            body.body = "{\"by\": \"" + mark + "\", \"n\":" + std::to_string(random.between(0, 6)) + ",\"list\":[1,{\"x\":2.50}]}";
            break;
        case Style::Echo:
            coverage_.count("worker", "answers by echo");
            body.body = "{\"by\":\"" + mark + "\",\"echo\":" + request.input + "}";
            break;
        case Style::NoJson:
            coverage_.count("worker", "answers no JSON");
            body.body = "<html>" + mark;
            break;
        case Style::FunctionError:
            coverage_.count("worker", "fails by name");
            body.function_error = true;
            body.body = "{\"errorType\":\"" + std::string(random.pick(names)) + "\",\"errorMessage\":\"" + mark + "\"}";
            break;
        case Style::CallError:
            coverage_.count("worker", "call fails");
            answer.outcome = Failure{random.pick(call_errors), mark};
            return answer;
    }
    answer.outcome = std::move(body);
    return answer;
}

}  // namespace pawl::simulation
