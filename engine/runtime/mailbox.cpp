#include "engine/runtime/mailbox.hpp"

#include <iterator>

namespace pawl::engine {

namespace {

template <class T>
void move_over(std::deque<T>& from, std::deque<T>& to) {
    if (to.empty()) {
        to.swap(from);
        return;
    }
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

}  // namespace

/// Wakes the partition only when the mailbox was empty: whoever filled it has woken it already.
template <class Put>
void Mailbox::put(Put&& put_in) {
    bool was_empty = false;
    {
        std::lock_guard lock(mutex_);
        was_empty = waiting_.empty();
        put_in();
    }
    if (was_empty && wake_) wake_();
}

std::optional<Refusal> Mailbox::post(Request& request) {
    std::optional<Refusal> refusal;
    bool was_empty = false;
    {
        std::lock_guard lock(mutex_);
        was_empty = waiting_.empty();
        auto* start = std::get_if<StartExecution>(&request);
        if (closed_) {
            refusal = Refusal::Closed;
        } else if (start == nullptr) {
            waiting_.requests.push_back(std::move(request));
        } else if (waiting_.starts.size() + starts_held_ >= starts_allowed_) {
            refusal = Refusal::Throttled;
        } else {
            waiting_.starts.push_back(std::move(*start));
        }
    }
    if (!refusal && was_empty && wake_) wake_();
    return refusal;
}

void Mailbox::post(DispatchAnswer answer) {
    put([&] { waiting_.answers.push_back(std::move(answer)); });
}

void Mailbox::post(CatalogChange change) {
    put([&] { waiting_.catalog.push_back(std::move(change)); });
}

void Mailbox::post(DeletionNews news) {
    put([&] { waiting_.deletions.push_back(news); });
}

void Mailbox::post_free(TaskTarget target) {
    put([&] { waiting_.freed.push_back(std::move(target)); });
}

void Mailbox::close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
}

void Mailbox::drain(Inbox& inbox) {
    std::lock_guard lock(mutex_);
    move_over(waiting_.catalog, inbox.catalog);
    move_over(waiting_.deletions, inbox.deletions);
    move_over(waiting_.answers, inbox.answers);
    move_over(waiting_.freed, inbox.freed);
    move_over(waiting_.requests, inbox.requests);
    move_over(waiting_.starts, inbox.starts);
    starts_held_ = inbox.starts.size();
}

bool Mailbox::empty() const {
    std::lock_guard lock(mutex_);
    return waiting_.empty();
}

}  // namespace pawl::engine
