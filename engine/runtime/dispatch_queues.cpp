#include "engine/runtime/dispatch_queues.hpp"

namespace pawl::engine {

void DispatchQueues::push(std::string_view function_name, QueuedTask task) {
    auto found = queues_.find(function_name);
    if (found == queues_.end()) found = queues_.emplace(std::string(function_name), std::deque<QueuedTask>{}).first;
    found->second.push_back(std::move(task));
    ++size_;
}

const QueuedTask* DispatchQueues::front(std::string_view function_name) const {
    const auto found = queues_.find(function_name);
    return found == queues_.end() ? nullptr : &found->second.front();
}

QueuedTask DispatchQueues::pop(std::string_view function_name) {
    const auto found = queues_.find(function_name);
    PAWL_CHECK(found != queues_.end(), "Only a queue that has a front is popped.");
    QueuedTask task = std::move(found->second.front());
    found->second.pop_front();
    if (found->second.empty()) queues_.erase(found);
    --size_;
    return task;
}

}  // namespace pawl::engine
