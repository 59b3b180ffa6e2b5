// The part of a store that all its shards share: state machines, their revisions, functions. Few writes, many reads.
//
// Changes come from one partition, the one that keeps the catalog, and ride in its batch (shard.hpp): where catalog and shard lie in one file, as in
// SQLite, one transaction takes both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/store_error.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

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

struct FunctionRow {
    std::string name;
    std::string settings;  ///< JSON object text: url, concurrency, timeout
};

/// What one commit changes of the catalog.
struct CatalogBatch {
    std::vector<MachineRow> machines = {};    ///< insert or replace, by key
    std::vector<RevisionRow> revisions = {};  ///< insert
    /// With their revisions; their executions go by retention. Wins over a row in `machines` of the same key; its name is free for another one at
    /// once.
    std::vector<MachineKey> machines_removed = {};
    std::vector<FunctionRow> functions = {};  ///< insert or replace, by name; a name in functions_removed must not be here
    std::vector<std::string> functions_removed = {};
    bool empty() const { return machines.empty() && revisions.empty() && machines_removed.empty() && functions.empty() && functions_removed.empty(); }
};

/// Highest keys ever used, deleted rows included: the next ones are these plus one.
struct CatalogHighWater {
    MachineKey machine = 0;
    std::int64_t revision = 0;
};

class CatalogReader {
  public:
    virtual ~CatalogReader() = default;
    virtual Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) = 0;
    virtual Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) = 0;
    /// By name ascending (bytes), after the given name.
    virtual Result<std::vector<MachineRow>, StoreError> machines(std::string_view after_name, std::size_t limit) = 0;
    virtual Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) = 0;
    /// By name ascending.
    virtual Result<std::vector<FunctionRow>, StoreError> functions() = 0;
};

}  // namespace pawl::engine
