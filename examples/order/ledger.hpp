// Counts calls and effects, and makes sure that an effect happens once for an idempotency key, however often it is asked for. In memory: a
// real worker keeps the key in the same database transaction as the effect.
//
// Any thread may call any member.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>

#include "workers/sdk/answer.hpp"
#include "workers/sdk/context.hpp"

namespace example {

class Ledger {
  public:
    /// Counts a call while it runs.
    class Visit {
      public:
        Visit(Ledger& ledger, const pawl::workers::Context& context);
        ~Visit();
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;

      private:
        Ledger& ledger_;
    };

    /// Runs `effect` unless the call's key had it run before: then the answer of that time is given, waited for if need be. An answer that
    /// is an error counts as no effect. `order_line`: what it is done for; a second effect of a function for the same one would be a mistake.
    pawl::workers::Answer once(const pawl::workers::Context& context, const std::string& order_line,
                               const std::function<pawl::workers::Answer()>& effect);

    /// {"calls","effects","repeated","running","mostEffectsOfAKey","mostEffectsForALine","functions":{NAME:{"calls","effects"}}}
    std::string counts() const;

  private:
    struct Counts {
        std::uint64_t calls = 0, effects = 0;
    };
    mutable std::mutex mutex_;
    std::map<std::string, Counts> functions_;
    std::map<std::string, std::uint64_t> calls_of_key_;
    std::map<std::string, std::uint64_t> effects_of_key_;
    std::map<std::string, std::uint64_t> effects_for_line_;  ///< by function and order line
    std::map<std::string, std::shared_future<pawl::workers::Answer>> answers_;
    std::uint64_t running_ = 0;
};

}  // namespace example
