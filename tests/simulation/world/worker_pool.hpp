// The workers outside, as the engine's Dispatcher sees them: quick, slow, failing, silent, answering twice or late, for attempts that are over and
// with tokens that never were. What a call meets depends on the seed, the execution and the attempt alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/ports/dispatcher.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/oracles/fencing.hpp"
#include "tests/simulation/random.hpp"
#include "tests/simulation/world/virtual_time.hpp"

namespace pawl::simulation {

class WorkerPool final : public engine::Dispatcher {
  public:
    WorkerPool(Random random, VirtualTime& time, Fencing& fencing, Coverage& coverage)
        : random_(random), time_(time), fencing_(fencing), coverage_(coverage) {}

    /// The engine is up and takes answers here; or it died (nullptr), and the connections of its calls with it.
    void engine(engine::DispatchSink* sink);
    /// From now on every call is answered, soon and once.
    void behave() {
        calm_ = true;
        crash_armed_ = false;
    }
    void limit(int slots) { slots_ = slots; }
    /// Told of each call, answer and cancellation, if set.
    std::function<void(std::string)> on_event;
    /// The next hand-over kills the engine.
    void crash_at_next_dispatch() { crash_armed_ = true; }
    /// Calls that wait for an answer and were not given up.
    std::size_t open_calls() const;
    /// Calls of this execution that the engine has to give up when it closes.
    bool has_open_call(ExecutionKey execution) const;
    int slots_in_use() const;

    bool try_reserve(const TaskTarget& target) override;
    void release(const TaskTarget& target) override;
    void dispatch(engine::DispatchRequest request) override;
    void cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget& target) override;

  private:
    using CallName = std::pair<ExecutionKey, execution::TaskToken>;
    struct Call {
        engine::DispatchRequest request;
        std::uint64_t life = 0;
        bool over = false, cancelled = false;
    };
    struct Slots {
        int used = 0;
        bool refused = false;
    };
    enum class Style { Result, Echo, NoJson, FunctionError, CallError };

    void plan(const std::shared_ptr<Call>& call, Random random);
    void answer_in(std::int64_t milliseconds, const std::shared_ptr<Call>& call, Style style, Random random);
    void answer(const std::shared_ptr<Call>& call, Style style, Random random);
    engine::DispatchAnswer make_answer(const engine::DispatchRequest& request, execution::TaskToken token, Style style, Random random);
    void tell(const char* what, ExecutionKey execution, execution::TaskToken token) const;
    void give_back(const TaskTarget& target);

    Random random_;
    VirtualTime& time_;
    Fencing& fencing_;
    Coverage& coverage_;
    engine::DispatchSink* sink_ = nullptr;
    std::uint64_t life_ = 0;
    bool calm_ = false, crash_armed_ = false;
    int slots_ = 1'000;
    std::map<std::string, Slots, std::less<>> functions_;
    std::map<CallName, std::shared_ptr<Call>> calls_;
    std::map<CallName, std::uint64_t> deliveries_;
    std::set<CallName> answered_before_;  ///< from an earlier life: the engine need not know that a call still runs in this one
};

}  // namespace pawl::simulation
