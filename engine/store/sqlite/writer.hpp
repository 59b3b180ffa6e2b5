// The statements that write a batch, prepared once, and the highest ids ever used.
#pragma once

#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {

/// One file, one row of marks: the shard's and the catalog's.
struct Marks : HighWater, CatalogHighWater {};

struct Writer {
    static Result<Writer, StoreError> prepare(const Connection& connection);

    /// Within a transaction. `high` follows what is written.
    Result<void, StoreError> write(const Connection& connection, const Batch& batch, Marks& high);
    /// Within a transaction that deletes rows: so that their ids are not given again.
    Result<void, StoreError> save(const Marks& high);

    Statement begin, commit, rollback;
    Marks high;  ///< as of the last commit

  private:
    Result<void, StoreError> write_journal(const Batch& batch, Marks& high);
    Result<void, StoreError> write_machines(const Connection& connection, const CatalogBatch& batch, Marks& high);
    Result<void, StoreError> write_executions(const Connection& connection, const Batch& batch, Marks& high);
    Result<void, StoreError> write_functions(const CatalogBatch& batch);

    Statement insert_row_, insert_revision_, insert_machine_, update_machine_, delete_machine_, delete_revisions_, insert_execution_,
        update_execution_, put_function_, delete_function_, put_meta_;
};

}  // namespace pawl::engine::sqlite
