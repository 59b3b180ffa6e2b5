// The inside of Partition, shared by the files that make up its loop. Members are grouped by what they are about; each group's functions have a file
// of their own, named after it.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/runtime/batch_in_hand.hpp"
#include "engine/runtime/dispatch_queues.hpp"
#include "engine/runtime/hot_executions.hpp"
#include "engine/runtime/in_hand.hpp"
#include "engine/runtime/machine_table.hpp"
#include "engine/runtime/mailbox.hpp"
#include "engine/runtime/partition.hpp"
#include "engine/runtime/store_faults.hpp"
#include "engine/runtime/waiters.hpp"

namespace pawl::engine {

struct Partition::Parts {
    Parts(Ports world, const Settings& chosen, Place where);

    Ports ports;
    const Settings settings;
    const Place place;
    Shard& shard;
    Counters counters;
    Mailbox mailbox;
    std::unique_ptr<StoreReader> reader;

    // What the partition knows.
    MachineTable machines;
    HotExecutions hot;
    DispatchQueues queues;
    Waiters waiters;
    HighWater used;            ///< the highest numbers given out
    CatalogHighWater catalog;  ///< the same of the catalog
    std::function<void(const StoreError&)> failure_handler;
    std::optional<StoreError> failure;
    bool stopped = false;

    // Work that waits.
    Inbox inbox;
    std::deque<ExecutionKey> recovered;  ///< their outstanding effects are to be done again
    std::deque<ExecutionKey> continuing;
    Instant sleepers_due = Instant::never();  ///< when the store has the next evicted execution due
    bool ask_sleepers = false;                ///< that must be asked anew once the batch is durable

    // The turn in hand.
    Instant now, turn_end;
    std::size_t decisions_left = 0;
    BatchInHand hand{1};
    struct Scheduled {
        HotExecution* execution;
        execution::TaskToken token;
        TaskTarget target;
    };
    std::deque<Scheduled> scheduled;  ///< by decisions just made; to be started or queued. Empty outside decide(), redo() and serve_queue()

    // ------------------------------------------------------------------------------------------ turn.cpp
    bool turn();
    void work();
    void seal();
    void seal_execution(HotExecution& execution);
    bool commit();
    // What follows once a batch is durable.
    void tell_peers(BatchInHand& done);
    void act(BatchInHand& done);
    void answer(BatchInHand& done);
    void let_go(BatchInHand& done);
    void expire_waiters();
    bool has_work() const;
    Instant next_wakeup() const;
    void refuse_waiting();
    void fail(const StoreError& error);
    bool in_time();
    void refresh_gauges();

    // ------------------------------------------------------------------------------------------ decisions.cpp
    /// Decides, and starts or queues all that this schedules.
    execution::Verdict decide(HotExecution& execution, const execution::Command& command);
    struct Decided {
        execution::Verdict verdict;
        bool hands_over;  ///< a task goes to the dispatcher: a StartTask used its slot
    };
    Decided decide_one(HotExecution& execution, const execution::Command& command);
    void take_effect(HotExecution& execution, execution::Effect& effect);
    void touch(HotExecution& execution);
    /// Takes slots and lets the core start what is scheduled, or queues it.
    void start_scheduled();
    void start_with_slot(HotExecution& execution, execution::TaskToken token, const TaskTarget& target);
    /// With a slot that is reserved.
    void call(HotExecution& execution, execution::DispatchTask task);
    void dispatch_again(HotExecution& execution, execution::DispatchTask task);
    execution::Verdict end_deleted(HotExecution& execution);
    void cancel(HotExecution& execution, const execution::CancelTask& task);
    void serve_queue(const TaskTarget& target);
    /// False: the store is Busy, and nothing has happened.
    bool deliver(DispatchAnswer& answer);
    void fire_timers();
    void wake_sleepers();
    void find_next_sleeper();
    /// Of one in memory, or of one that sleeps and waits for a slot. False: the store is Busy, and nothing has happened.
    bool bring_back(ExecutionKey key);
    void redo(HotExecution& execution);
    void go_on(ExecutionKey key);

    // ------------------------------------------------------------------------------------------ execution_requests.cpp
    void handle(StartExecution& request);
    void handle(StopExecution& request);
    void handle(DescribeExecution& request);
    void handle(WaitForClose& request);
    void handle(FindHistory& request);
    /// Where an execution is: in memory, else its row (if it exists at all).
    struct Found {
        HotExecution* hot = nullptr;
        std::optional<ExecutionRow> row;
    };
    Result<Found, ApiError> locate(const ExecutionName& name);
    /// As of the batch in hand.
    Result<ExecutionView, ApiError> view_of(ExecutionKey key);
    void start_now(StartExecution& request, const MachineRow& machine, std::string name, Payload input);

    // ------------------------------------------------------------------------------------------ machine_requests.cpp
    void handle(CreateMachine& request);
    void handle(UpdateMachine& request);
    void handle(DeleteMachine& request);
    void handle(SetTags& request);
    void handle(PutFunction& request);
    void handle(RemoveFunction& request);
    void put_machine(const MachineRow& row);

    // ------------------------------------------------------------------------------------------ catalog_changes.cpp
    /// The keeper: the shards that may not know yet that a machine is being deleted.
    std::map<MachineKey, std::set<ShardId>> unaware;
    void take_catalog_changes();
    void take(const CatalogChange& change);
    void take(const DeletionNews& news);
    /// An execution of it has closed.
    void look_at_deletion(MachineKey machine);

    // ------------------------------------------------------------------------------------------ recovery.cpp
    Result<void, StoreError> recover();
    Result<void, StoreError> count_from(const HighWater& highest);
    /// The execution of that row, folded from its journal; nullptr when it had to be set aside or the store failed. An error is Busy: nothing has
    /// happened, and trying again may help.
    Result<HotExecution*, StoreError> load(const ExecutionRow& row, RowId last_row);
    /// Loads one that is asleep, as load() does, and lets it go on.
    Result<HotExecution*, StoreError> awaken(const ExecutionRow& row);
    /// The same for what came from outside, on the turn's account; nullptr as well when the execution waits for nothing outside (it is closed, …).
    Result<HotExecution*, StoreError> awaken(ExecutionKey key);

    // ------------------------------------------------------------------------------------------ housekeeping.cpp
    RowId next_mark = 0;
    Instant retire_at;
    void advance_mark();
    void remove_deleted_machines();
    bool just_started_in(MachineKey machine) const;
    void retire();

    // ------------------------------------------------------------------------------------------ set_aside.cpp
    mutable std::mutex set_aside_mutex;
    std::map<ExecutionKey, std::string> aside;
    void set_aside(ExecutionKey key, std::string why);
    void take_back(ExecutionKey key);
    /// Not to be loaded whoever asks.
    bool is_forbidden(ExecutionKey key);
    std::string why_set_aside(ExecutionKey key) const;

    // ------------------------------------------------------------------------------------------ shutdown.cpp
    void shutdown();

    /// Answers once the batch is durable.
    template <class T>
    void answer_later(Answer<T>& answer, Result<T, ApiError> result) {
        if (answer) hand.answers.emplace_back([answer = std::move(answer), result = std::move(result)]() mutable { answer(std::move(result)); });
    }
    /// Answers with what `view` gives when the batch is complete: neither older nor newer than what its commit makes durable.
    template <class T, class View>
    void answer_at_seal(Answer<T>& answer, View view) {
        hand.views.emplace_back([this, view = std::move(view), answer = std::move(answer)]() mutable { answer_later<T>(answer, view()); });
    }
    void store_failed(const StoreError& error) {
        if (!failure) fail(error);
    }
    /// Busy stops nothing: the asker is told so, or the next turn reads again.
    void read_failed(const StoreError& error) {
        if (error.kind != StoreError::Kind::Busy) store_failed(error);
    }
    template <class T>
    void refuse_unread(Answer<T>& answer, const StoreError& error) {
        read_failed(error);
        answer_later<T>(answer, from_store(error));
    }
};

}  // namespace pawl::engine
