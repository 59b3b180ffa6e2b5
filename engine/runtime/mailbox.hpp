// Where other threads leave what the partition is to do. Answers are never refused; new starts are when too many wait.
// Threads: everything but drain() may be called from any.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports/dispatcher.hpp"
#include "engine/runtime/peers.hpp"
#include "engine/runtime/requests.hpp"

namespace pawl::engine {

/// What has come in, by kind, each in order of arrival.
struct Inbox {
    std::deque<CatalogChange> catalog;
    std::deque<DeletionNews> deletions;
    std::deque<DispatchAnswer> answers;
    std::deque<TaskTarget> freed;  ///< they may have a slot now
    std::deque<Request> requests;  ///< all but starts
    std::deque<StartExecution> starts;
    bool empty() const { return catalog.empty() && deletions.empty() && answers.empty() && freed.empty() && requests.empty() && starts.empty(); }
    std::size_t size() const { return catalog.size() + deletions.size() + answers.size() + freed.size() + requests.size() + starts.size(); }
};

class Mailbox {
  public:
    explicit Mailbox(std::size_t starts_allowed) : starts_allowed_(starts_allowed) {}
    /// Before the first post.
    void on_post(std::function<void()> wake) { wake_ = std::move(wake); }

    /// The request stays the caller's when refused: Throttled or Closed.
    std::optional<Refusal> post(Request& request);
    void post(DispatchAnswer answer);
    void post(CatalogChange change);
    void post(DeletionNews news);
    void post_free(TaskTarget target);
    /// Requests are refused from now on; answers are taken and forgotten.
    void close();

    /// Appends everything to `inbox` and empties the mailbox. `starts_waiting`: those the partition holds already, which count as waiting.
    void drain(Inbox& inbox);
    bool empty() const;

  private:
    template <class Put>
    void put(Put&& put_in);

    const std::size_t starts_allowed_;
    std::function<void()> wake_;
    mutable std::mutex mutex_;
    Inbox waiting_;
    std::size_t starts_held_ = 0;  ///< by the partition, when it last drained
    bool closed_ = false;
};

}  // namespace pawl::engine
