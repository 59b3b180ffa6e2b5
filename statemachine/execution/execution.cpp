#include "statemachine/execution/execution.hpp"

#include <algorithm>
#include <array>

namespace pawl::execution {
namespace {
constexpr std::array<std::pair<Status, std::string_view>, 5> status_names = {{{Status::Running, "RUNNING"},
                                                                              {Status::Succeeded, "SUCCEEDED"},
                                                                              {Status::Failed, "FAILED"},
                                                                              {Status::TimedOut, "TIMED_OUT"},
                                                                              {Status::Aborted, "ABORTED"}}};
}

std::string_view to_string(Status status) {
    for (const auto& [value, name] : status_names) {
        if (value == status) return name;
    }
    check_failed("a status that has no name", __FILE__, __LINE__);
}

std::optional<Status> status_from(std::string_view text) {
    for (const auto& [value, name] : status_names) {
        if (name == text) return value;
    }
    return std::nullopt;
}

Instant Frame::next_due() const { return std::min({due, timeout_due, heartbeat_due}); }

Frame* Execution::find(FrameId id) {
    const auto found = frames.find(id);
    return found == frames.end() ? nullptr : &found->second;
}

const Frame* Execution::find(FrameId id) const {
    const auto found = frames.find(id);
    return found == frames.end() ? nullptr : &found->second;
}

}  // namespace pawl::execution
