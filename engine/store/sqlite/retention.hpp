// Deletes closed executions and their journal rows, a bounded number of rows at a time.
#pragma once

#include "engine/store/sqlite/writer.hpp"

namespace pawl::engine::sqlite {

class Retention {
  public:
    static Result<Retention, StoreError> prepare(const Connection& connection);

    /// Within a transaction: one slice of at most `limit` rows; how many went.
    Result<std::size_t, StoreError> slice(const Connection& connection, Writer& writer, const Marks& high, Instant before, std::size_t limit);

  private:
    /// Deletes rows of chains whose execution is gone, until there are none or `gone` reaches the limit.
    Result<void, StoreError> cut_chains(std::size_t& gone, std::size_t limit);

    Statement closed_, delete_execution_, retire_chain_, next_chain_, chain_done_, row_before_, delete_row_;
};

}  // namespace pawl::engine::sqlite
