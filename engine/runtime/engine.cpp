#include "engine/runtime/engine.hpp"

#include <algorithm>
#include <atomic>
#include <type_traits>

#include "engine/runtime/uuid.hpp"
#include "statemachine/vocabulary/check.hpp"

namespace pawl::engine {

std::size_t shard_of_names(std::string_view machine, std::string_view execution, std::size_t count) {
    // FNV-1a over both names, which can't hold the byte between them, then SplitMix64's last steps, so that names that differ at their ends spread,
    // too.
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325ULL;
    const auto take = [&hash](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3ULL; };
    for (const char c : machine) take(c);
    take('\0');
    for (const char c : execution) take(c);
    hash = (hash ^ (hash >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d0'49bb'1331'11ebULL;
    return static_cast<std::size_t>((hash ^ (hash >> 31)) % count);
}

Engine::Engine(Ports ports, Settings settings)
    : settings_(std::move(settings)), entropy_(ports.entropy), machine_cache_(settings_.realm.region), shards_(ports.store.shards()) {
    for (const ShardId shard : shards_) {
        partitions_.push_back(std::make_unique<Partition>(ports, settings_, Place{shard, partitions_.empty(), machine_cache_, *this}));
    }
}

Engine::~Engine() = default;

// ------------------------------------------------------------------------------------------------ whose is it
Partition& Engine::owner(ExecutionKey key) const {
    if (partitions_.size() == 1) return *partitions_.front();
    const auto found = std::lower_bound(shards_.begin(), shards_.end(), shard_of(key));
    PAWL_CHECK(found != shards_.end() && *found == shard_of(key), "A call is answered by the engine that made it.");
    return *partitions_[static_cast<std::size_t>(found - shards_.begin())];
}

Partition& Engine::owner(const ExecutionName& name) const { return *partitions_[shard_of_names(name.machine, name.execution, partitions_.size())]; }

void Engine::post(Request request) {
    if (partitions_.size() == 1) return keeper().post(std::move(request));
    Partition& partition = std::visit(
        [this](auto& each) -> Partition& {
            using Asked = std::decay_t<decltype(each)>;
            if constexpr (std::is_same_v<Asked, StartExecution>) {
                if (!each.name) each.name = make_uuid(entropy_);  // without a name it has no shard
                return owner(ExecutionName{each.machine, *each.name});
            } else if constexpr (requires { each.execution.execution; }) {
                return owner(each.execution);
            } else {
                return keeper();
            }
        },
        request);
    partition.post(std::move(request));
}

void Engine::answered(DispatchAnswer answer) {
    Partition& partition = owner(answer.execution);
    partition.post(std::move(answer));
}

/// Any of them may have been refused.
void Engine::slot_free(TaskTarget target) {
    for (std::size_t i = 1; i < partitions_.size(); ++i) partitions_[i]->slot_free(target);
    keeper().slot_free(std::move(target));
}

void Engine::tell(const CatalogChange& change) {
    for (std::size_t i = 1; i < partitions_.size(); ++i) partitions_[i]->post(change);
}

void Engine::tell_keeper(DeletionNews news) { keeper().post(news); }

// ------------------------------------------------------------------------------------------------ all of them
Totals Engine::counters() const {
    Totals totals;
    for (const auto& partition : partitions_) totals.add(partition->counters());
    return totals;
}

std::vector<std::pair<ExecutionKey, std::string>> Engine::set_aside() const {
    std::vector<std::pair<ExecutionKey, std::string>> all;
    for (const auto& partition : partitions_) {
        auto some = partition->set_aside();
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

void Engine::on_failure(std::function<void(const StoreError&)> handler) {
    const auto told = std::make_shared<std::atomic<bool>>(false);
    const auto once = [handler = std::move(handler), told](const StoreError& error) {
        if (!told->exchange(true)) handler(error);
    };
    for (const auto& partition : partitions_) partition->on_failure(once);
}

void Engine::on_post(const std::function<void()>& wake) {
    for (const auto& partition : partitions_) partition->on_post(wake);
}

Result<void, StoreError> Engine::recover() {
    for (const auto& partition : partitions_) {
        if (auto recovered = partition->recover(); !recovered) return recovered;
    }
    return {};
}

bool Engine::turn() {
    for (const auto& partition : partitions_) partition->turn();
    // Asked afterwards: what one partition told another may have come after the other's turn.
    return std::any_of(partitions_.begin(), partitions_.end(), [](const auto& partition) { return partition->has_work(); });
}

Instant Engine::next_wakeup() const {
    Instant next = Instant::never();
    for (const auto& partition : partitions_) next = std::min(next, partition->next_wakeup());
    return next;
}

const std::optional<StoreError>& Engine::failure() const {
    for (const auto& partition : partitions_) {
        if (partition->failure()) return partition->failure();
    }
    return partitions_.front()->failure();
}

const execution::Execution* Engine::in_memory(ExecutionKey key) const { return owner(key).in_memory(key); }

void Engine::shutdown() {
    for (const auto& partition : partitions_) partition->shutdown();
}

}  // namespace pawl::engine
