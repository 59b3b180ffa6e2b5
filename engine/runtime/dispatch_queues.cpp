#include "engine/runtime/dispatch_queues.hpp"

namespace pawl::engine {

void DispatchQueues::push(const TaskTarget& target, QueuedTask task) {
    auto found = queues_.find(target);
    if (found == queues_.end()) found = queues_.emplace(target, std::deque<QueuedTask>{}).first;
    found->second.push_back(std::move(task));
    ++size_;
}

const QueuedTask* DispatchQueues::front(const TaskTarget& target) const {
    const auto found = queues_.find(target);
    return found == queues_.end() ? nullptr : &found->second.front();
}

QueuedTask DispatchQueues::pop(const TaskTarget& target) {
    const auto found = queues_.find(target);
    PAWL_CHECK(found != queues_.end(), "Only a queue that has a front is popped.");
    QueuedTask task = std::move(found->second.front());
    found->second.pop_front();
    if (found->second.empty()) queues_.erase(found);
    --size_;
    return task;
}

}  // namespace pawl::engine
