// Whom a Task calls: a kind of callee and its name among those of the kind. A value from the record to the dispatcher. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace pawl {

/// The kinds there are, and no other: who handles them switches over all. THESE NUMBERS ARE IN DATABASES: DO NOT CHANGE OR REUSE THEM.
enum class TargetKind : std::uint8_t {
    Lambda = 1  ///< a function, by its bare name
};

/// Whether a number read from a disk is a kind's.
constexpr bool is_known(TargetKind kind) {
    switch (kind) {
        case TargetKind::Lambda:
            return true;
    }
    return false;
}

/// Whether a call under way is made again after a restart. Who is not called again keeps the task and answers some time, so that what waits for that,
/// or for a slot, need not stay in memory. A call that a crash cut off between its commit and the dispatcher is then never made: such a target asks,
/// or the task has a time limit.
constexpr bool called_again(TargetKind kind) {
    switch (kind) {
        case TargetKind::Lambda:
            return true;
    }
    return true;
}

struct TaskTarget {
    TargetKind kind = TargetKind::Lambda;
    std::string name;
    friend auto operator<=>(const TaskTarget&, const TaskTarget&) = default;
};

}  // namespace pawl

template <>
struct std::hash<pawl::TaskTarget> {
    std::size_t operator()(const pawl::TaskTarget& target) const {
        return std::hash<std::string>{}(target.name) ^ (static_cast<std::size_t>(target.kind) * 0x9e37'79b9'7f4a'7c15ULL);
    }
};
