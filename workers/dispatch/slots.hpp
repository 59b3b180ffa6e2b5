// Counts the calls of each function that are reserved or in flight, against the function's limit. Any thread may call any member.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pawl::workers {

class Slots {
  public:
    /// Takes one unless `limit` are taken; a refusal is remembered.
    bool try_take(std::string_view name, std::uint32_t limit);
    /// Gives one back. True when somebody was refused since the last true: tell them.
    bool give_back(std::string_view name);
    std::uint32_t taken(std::string_view name) const;

  private:
    struct Count {
        std::uint32_t taken = 0;
        bool refused = false;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Count, Hash, std::equal_to<>> counts_;
};

}  // namespace pawl::workers
