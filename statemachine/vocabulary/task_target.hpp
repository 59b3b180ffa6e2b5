// Whom a Task calls: a kind of callee and its name among those of the kind. A value from the record to the dispatcher. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace pawl {

/// The kinds there are, and no other: who handles them switches over all. Not on disk while there is one:
/// TaskScheduled's only version means Lambda.
enum class TargetKind : std::uint8_t {
    Lambda  ///< a function, by its bare name
};

struct TaskTarget {
    TargetKind kind = TargetKind::Lambda;
    std::string name;
    friend auto operator<=>(const TaskTarget&, const TaskTarget&) = default;
};

}  // namespace pawl

template <>
struct std::hash<pawl::TaskTarget> {
    std::size_t operator()(const pawl::TaskTarget& target) const {
        return std::hash<std::string>{}(target.name) ^ ((static_cast<std::size_t>(target.kind) + 1) * 0x9e37'79b9'7f4a'7c15ULL);
    }
};
