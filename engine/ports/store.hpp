// What the engine keeps on disk: integers and bytes. A store knows nothing of states or records. One process owns a store. The execution keys and row
// ids of a store are of one shard (ids.hpp); to the store they are numbers like others.
//
// Threads: Store belongs to the partition's thread. A StoreReader belongs to one thread at a time and sees only committed batches; make as
// many as there are reading threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

struct StoreError {
    enum class Kind : std::uint8_t {
        Busy,     ///< try the same batch again
        Full,     ///< no space left: fail-stop
        Io,       ///< read or write failed: fail-stop
        Corrupt,  ///< the file is no database of ours, or damaged
        Newer,    ///< written by a newer pawl
        Locked,   ///< another process owns it
        Misuse    ///< our bug (a row id used twice, …)
    };
    Kind kind = Kind::Io;
    std::string message;  ///< what, where, why, what to do
};

/// A state machine; its current revision holds definition and role.
struct MachineRow {
    MachineKey key = 0;
    std::string name;
    std::string type = "STANDARD";
    bool deleting = false;
    Instant created;
    std::int64_t revision = 0;  ///< key of the current RevisionRow
    std::string tags;           ///< JSON object text, kept as given
};

/// Definition and role as of one create or update; executions pin it. Never changed.
struct RevisionRow {
    std::int64_t key = 0;
    MachineKey machine = 0;
    std::string revision_id;  ///< UUID; empty for the initial one
    Instant created;
    std::string definition;  ///< verbatim
    std::string role_arn;
    std::string settings;  ///< JSON object text: loggingConfiguration, tracingConfiguration, encryptionConfiguration as given
};

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

struct FunctionRow {
    std::string name;
    std::string settings;  ///< JSON object text: url, concurrency, timeout
};

/// What one commit changes; all or nothing.
struct Batch {
    std::vector<JournalRow> journal = {};       ///< ids ascending, all above the highest ever used
    std::vector<ExecutionRow> executions = {};  ///< insert or replace, by key
    std::vector<MachineRow> machines = {};      ///< insert or replace, by key
    std::vector<RevisionRow> revisions = {};    ///< insert
    /// With their revisions; their executions go by retention. Wins over a row in `machines` of the same key; its name is free for another one at
    /// once.
    std::vector<MachineKey> machines_removed = {};
    std::vector<FunctionRow> functions = {};  ///< insert or replace, by name; a name in functions_removed must not be here
    std::vector<std::string> functions_removed = {};
    std::optional<RowId> recovery_mark = {};  ///< every running execution whose last row is at or below it has last_row set in its ExecutionRow
    bool empty() const {
        return journal.empty() && executions.empty() && machines.empty() && revisions.empty() && machines_removed.empty() && functions.empty() &&
               functions_removed.empty() && !recovery_mark;
    }
};

/// Highest numbers ever used, deleted rows included: the next ones are these plus one.
struct HighWater {
    RowId row = 0;
    ExecutionKey execution = 0;
    MachineKey machine = 0;
    std::int64_t revision = 0;
};

struct ExecutionFilter {
    std::optional<MachineKey> machine = {};
    std::optional<std::uint8_t> status = {};
    /// Only executions that come after this one in the listing's order (newest start first, then highest key first).
    std::optional<std::pair<Instant, ExecutionKey>> after = {};
    std::size_t limit = 100;
};

class StoreReader {
  public:
    virtual ~StoreReader() = default;
    virtual Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) = 0;
    virtual Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) = 0;
    /// By name ascending (bytes), after the given name.
    virtual Result<std::vector<MachineRow>, StoreError> machines(std::string_view after_name, std::size_t limit) = 0;
    virtual Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) = 0;
    virtual Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) = 0;
    virtual Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) = 0;
    virtual Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) = 0;
    virtual Result<std::optional<JournalRow>, StoreError> row(RowId id) = 0;
    /// The same without reading the records: cheap however large they are.
    virtual Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) = 0;
    /// By name ascending.
    virtual Result<std::vector<FunctionRow>, StoreError> functions() = 0;
};

class Store {
  public:
    virtual ~Store() = default;
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
    /// Writes the log back into the database file, as far as possible without waiting.
    virtual Result<void, StoreError> checkpoint() = 0;

    virtual std::unique_ptr<StoreReader> reader() = 0;
};

}  // namespace pawl::engine
