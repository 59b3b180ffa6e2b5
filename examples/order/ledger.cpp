#include "examples/order/ledger.hpp"

#include <algorithm>
#include <memory>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace example {

using pawl::workers::Answer;
using pawl::workers::Context;

Ledger::Visit::Visit(Ledger& ledger, const Context& context) : ledger_(ledger) {
    const std::lock_guard lock(ledger_.mutex_);
    ++ledger_.functions_[context.function].calls;
    ++ledger_.calls_of_key_[context.idempotency_key];
    ++ledger_.running_;
}

Ledger::Visit::~Visit() {
    const std::lock_guard lock(ledger_.mutex_);
    --ledger_.running_;
}

Answer Ledger::once(const Context& context, const std::string& order_line, const std::function<Answer()>& effect) {
    std::promise<Answer> promise;
    {
        std::unique_lock lock(mutex_);
        const auto [place, is_new] = answers_.try_emplace(context.idempotency_key);
        if (!is_new) {
            const std::shared_future<Answer> before = place->second;
            lock.unlock();
            return before.get();
        }
        place->second = promise.get_future().share();
    }
    try {
        const Answer answer = effect();
        if (!answer.is_error()) {
            const std::lock_guard lock(mutex_);
            ++functions_[context.function].effects;
            ++effects_of_key_[context.idempotency_key];
            ++effects_for_line_[context.function + " " + order_line];
        }
        promise.set_value(answer);
        return answer;
    } catch (...) {
        promise.set_exception(std::current_exception());
        throw;  // the SDK makes an error of it
    }
}

std::string Ledger::counts() const {
    const std::lock_guard lock(mutex_);
    std::uint64_t calls = 0, effects = 0, repeated = 0, most_of_key = 0, most_for_line = 0;
    boost::json::object functions;
    for (const auto& [name, counts] : functions_) {
        calls += counts.calls;
        effects += counts.effects;
        functions[name] = {{"calls", counts.calls}, {"effects", counts.effects}};
    }
    for (const auto& [key, times] : calls_of_key_) repeated += times - 1;
    for (const auto& [key, times] : effects_of_key_) most_of_key = std::max(most_of_key, times);
    for (const auto& [line, times] : effects_for_line_) most_for_line = std::max(most_for_line, times);
    return boost::json::serialize(boost::json::object{{"calls", calls},
                                                      {"effects", effects},
                                                      {"repeated", repeated},
                                                      {"running", running_},
                                                      {"mostEffectsOfAKey", most_of_key},
                                                      {"mostEffectsForALine", most_for_line},
                                                      {"functions", std::move(functions)}});
}

}  // namespace example
