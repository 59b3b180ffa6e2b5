// The executions in memory, by key and by name, and their timers. Owns them; pointers stay valid until remove(). Partition's thread only.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/runtime/hot_execution.hpp"
#include "engine/runtime/timer_heap.hpp"

namespace pawl::engine {

class HotExecutions {
  public:
    /// The head must be there: the name is taken from it.
    HotExecution& add(std::unique_ptr<HotExecution> execution);
    void remove(HotExecution& execution);
    HotExecution* find(ExecutionKey key) const;
    HotExecution* find(MachineKey machine, std::string_view name) const;
    std::size_t size() const { return by_key_.size(); }

    TimerHeap& timers() { return timers_; }
    const TimerHeap& timers() const { return timers_; }
    auto begin() const { return by_key_.begin(); }
    auto end() const { return by_key_.end(); }

  private:
    struct Name {
        MachineKey machine;
        std::string_view name;
        bool operator==(const Name&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Name& name) const {
            return std::hash<std::string_view>{}(name.name) ^ static_cast<std::size_t>(name.machine) * 0x9e37'79b9'7f4a'7c15ULL;
        }
    };

    std::unordered_map<ExecutionKey, std::unique_ptr<HotExecution>> by_key_;
    std::unordered_map<Name, HotExecution*, Hash> by_name_;  ///< views into the executions' heads
    TimerHeap timers_;
};

}  // namespace pawl::engine
