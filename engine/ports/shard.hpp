// A shard: the journal, the executions and what is due of one owner. To the store its execution keys and row ids are numbers; their top bits say
// whose they are (ids.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ports/catalog.hpp"

namespace pawl::engine {

/// The one status a store knows the meaning of: such an execution is never retired. (execution::Status::Running)
inline constexpr std::uint8_t running_status = 1;

/// Everything listing needs; written at start and at close, not at every step. Only status, stop, last_row, next_wakeup and waiting may change later:
/// a store takes the other fields from the first writing of a key and ignores them afterwards.
struct ExecutionRow {
    ExecutionKey key = 0;
    MachineKey machine = 0;
    std::int64_t revision = 0;
    std::string name;
    std::uint8_t status = running_status;    ///< execution::Status
    Instant start, stop;                     ///< stop: meaningless while running
    RowId first_row = 0;                     ///< of its journal chain; holds ExecutionStarted
    RowId last_row = 0;                      ///< of its journal chain; set when closed or evicted from memory, else 0
    Instant next_wakeup = Instant::never();  ///< set when evicted; never() otherwise
    std::uint8_t waiting = 0;                ///< for what outside, when evicted, in the runtime's numbers; 0 = nothing
};

/// A journal row without its records: what walking a chain needs.
struct JournalHeader {
    RowId id = 0;
    ExecutionKey execution = 0;
    RowId previous = 0;       ///< the execution's row before this one; 0 = first; always < id
    EventId first_event = 0;  ///< lowest event id within, or the next one if there is none
    friend bool operator==(const JournalHeader&, const JournalHeader&) = default;
};

/// One commit's records of one execution. Never changed once committed.
struct JournalRow : JournalHeader {
    std::string records;  ///< engine/journal's encoding
};

/// What one commit changes; all or nothing. A value: nothing in it points into its maker's memory, so it may be on its way while the next is made.
struct Batch {
    std::vector<JournalRow> journal = {};       ///< ids ascending, all above the highest ever used
    std::vector<ExecutionRow> executions = {};  ///< insert or replace, by key
    std::optional<RowId> recovery_mark = {};    ///< every running execution whose last row is at or below it has last_row set in its ExecutionRow
    CatalogBatch catalog = {};                  ///< only from the partition that keeps the catalog
    bool empty() const { return journal.empty() && executions.empty() && !recovery_mark && catalog.empty(); }
};

/// Highest numbers ever used in the shard, deleted rows included: the next ones are these plus one. 0: none yet.
struct HighWater {
    RowId row = 0;
    ExecutionKey execution = 0;
};

struct ExecutionFilter {
    std::optional<MachineKey> machine = {};
    std::optional<std::uint8_t> status = {};
    /// Only executions that come after this one in the listing's order (newest start first, then highest key first).
    std::optional<std::pair<Instant, ExecutionKey>> after = {};
    std::size_t limit = 100;
};

/// Reads executions and journals of all the store's shards.
class JournalReader {
  public:
    virtual ~JournalReader() = default;
    virtual Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) = 0;
    virtual Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) = 0;
    virtual Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) = 0;
    virtual Result<std::optional<JournalRow>, StoreError> row(RowId id) = 0;
    /// The same without reading the records: cheap however large they are.
    virtual Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) = 0;
};

/// Belongs to its owner's thread.
class Shard {
  public:
    virtual ~Shard() = default;
    /// Durable when it returns success. After Busy nothing of the batch is there. After any other error nothing of it is seen by readers and the
    /// store takes no more (every later commit gives the same error); after Io or Full the next start may find the batch whole or not at all.
    virtual Result<void, StoreError> commit(const Batch& batch) = 0;
    virtual Result<HighWater, StoreError> high_water() = 0;

    // What a restart reads.
    virtual Result<RowId, StoreError> recovery_mark() = 0;
    /// Journal rows with id > after, ascending: up to `limit`, fewer if they are large; none = the end.
    virtual Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) = 0;
    /// Evicted executions that are due at or before `until`, earliest first.
    virtual Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) = 0;
    /// When the next evicted execution is due; never() = none.
    virtual Result<Instant, StoreError> next_due() = 0;
    /// Evicted executions that wait for that (not 0), by key ascending, after the given one. Cheap however many others there are.
    virtual Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) = 0;

    /// Deletes one slice of at most `limit` rows (of any kind) of what belongs to executions closed before `before`, oldest first. An execution
    /// disappears from readers first, its journal rows follow, over several calls if there are many. How many rows went; 0 = nothing is left to do.
    virtual Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) = 0;
};

}  // namespace pawl::engine
