// The statements that write a batch, prepared once, and the highest ids ever used.
#pragma once

#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {

struct Writer {
    static Result<Writer, StoreError> prepare(const Connection& connection);

    /// Within a transaction. `high` follows what is written.
    Result<void, StoreError> write(const Connection& connection, const Batch& batch, HighWater& high);
    /// Within a transaction that deletes rows: so that their ids are not given again.
    Result<void, StoreError> save(const HighWater& high);

    Statement begin, commit, rollback;
    HighWater high;  ///< as of the last commit

  private:
    Result<void, StoreError> write_journal(const Batch& batch, HighWater& high);
    Result<void, StoreError> write_machines(const Connection& connection, const Batch& batch, HighWater& high);
    Result<void, StoreError> write_executions(const Connection& connection, const Batch& batch, HighWater& high);
    Result<void, StoreError> write_rest(const Batch& batch);

    Statement insert_row_, insert_revision_, insert_machine_, update_machine_, delete_machine_, delete_revisions_, insert_execution_,
        update_execution_, put_function_, delete_function_, put_meta_;
};

}  // namespace pawl::engine::sqlite
