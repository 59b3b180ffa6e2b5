// What happens when, in virtual time: a priority queue of (time, thing), first come first served within an instant. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::simulation {

class VirtualTime {
  public:
    explicit VirtualTime(Instant start) : now_(start) {}

    Instant now() const { return now_; }
    void at(Instant when, std::function<void()> thing) { queue_.emplace(std::pair(when < now_ ? now_ : when, sequence_++), std::move(thing)); }
    void after(std::int64_t milliseconds, std::function<void()> thing) { at(now_.plus_milliseconds(milliseconds), std::move(thing)); }

    bool empty() const { return queue_.empty(); }
    Instant next() const { return queue_.empty() ? Instant::never() : queue_.begin()->first.first; }
    /// Goes to the next thing and does it.
    void step() {
        now_ = queue_.begin()->first.first;
        auto thing = std::move(queue_.begin()->second);
        queue_.erase(queue_.begin());
        thing();
    }
    void skip_to(Instant when) {
        if (when > now_) now_ = when;
    }

  private:
    Instant now_;
    std::uint64_t sequence_ = 0;
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> queue_;
};

}  // namespace pawl::simulation
