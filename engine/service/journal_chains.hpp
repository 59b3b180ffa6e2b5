// The journal rows of executions in order, found by walking their chains back and remembered for the executions read last, so that going through a
// long history page by page, or following one, walks each row once.
//
// Belongs to one thread.
#pragma once

#include <cstdint>
#include <list>
#include <vector>

#include "engine/journal/chain.hpp"

namespace pawl::engine {

using Chain = std::vector<JournalHeader>;  ///< oldest first

class JournalChains {
  public:
    explicit JournalChains(std::size_t keep = 16) : keep_(keep) {}

    /// The chain that ends with `last_row`; valid until the next call. Empty when a row is missing: the execution was deleted meanwhile.
    Result<const Chain*, JournalError> get(ExecutionKey execution, RowId last_row, StoreReader& reader);

  private:
    struct Entry {
        ExecutionKey execution = 0;
        Chain chain;
    };
    std::list<Entry> entries_;  ///< last used first
    std::size_t keep_;
};

}  // namespace pawl::engine
