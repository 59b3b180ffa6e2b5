#include "engine/runtime/partition.hpp"

#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

Partition::Parts::Parts(Ports world, const Settings& chosen, Place where)
    : ports(world),
      settings(chosen),
      place(where),
      shard(ports.store.shard(where.shard)),
      mailbox(settings.starts_waiting),
      reader(ports.store.reader()) {}

Partition::Partition(Ports ports, const Settings& settings, Place place) : parts_(std::make_unique<Parts>(ports, settings, place)) {}
Partition::~Partition() = default;

void Partition::post(Request request) {
    const std::optional<Refusal> refused = parts_->mailbox.post(request);
    if (!refused) return;
    if (*refused == Refusal::Throttled) ++parts_->counters.throttled;
    const ApiError error(*refused);
    std::visit(
        [&](auto& each) {
            if (each.answer) each.answer(error);
        },
        request);
}

void Partition::post(DispatchAnswer answer) { parts_->mailbox.post(std::move(answer)); }
void Partition::post(CatalogChange change) { parts_->mailbox.post(std::move(change)); }
void Partition::post(DeletionNews news) { parts_->mailbox.post(news); }
void Partition::slot_free(TaskTarget target) { parts_->mailbox.post_free(std::move(target)); }
const Counters& Partition::counters() const { return parts_->counters; }

std::vector<std::pair<ExecutionKey, std::string>> Partition::set_aside() const {
    std::lock_guard lock(parts_->set_aside_mutex);
    return {parts_->aside.begin(), parts_->aside.end()};
}

void Partition::on_post(std::function<void()> wake) { parts_->mailbox.on_post(std::move(wake)); }
void Partition::on_failure(std::function<void(const StoreError&)> handler) { parts_->failure_handler = std::move(handler); }
Result<void, StoreError> Partition::recover() { return parts_->recover(); }
bool Partition::turn() { return parts_->turn(); }
bool Partition::has_work() const { return !parts_->failure && !parts_->stopped && parts_->has_work(); }
Instant Partition::next_wakeup() const { return parts_->failure || parts_->stopped ? Instant::never() : parts_->next_wakeup(); }
const std::optional<StoreError>& Partition::failure() const { return parts_->failure; }
const execution::Execution* Partition::in_memory(ExecutionKey key) const {
    const HotExecution* execution = parts_->hot.find(key);
    return execution == nullptr ? nullptr : &execution->state;
}
void Partition::shutdown() { parts_->shutdown(); }

}  // namespace pawl::engine
