// Reads an execution's history back from its journal, page by page, in either direction: the records that carry an event id, each exactly once.
// A page decodes its own rows only, and the rows its payloads stand in.
//
// Keeps the row numbers of the executions read last, so that going through a long history does not walk its chain once a page; a HistoryReader made
// anew for each page gives the same pages. Belongs to one thread.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <vector>

#include "engine/journal/journal_error.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::engine {

/// Where a page goes on: the next event to show, and the row that holds it.
struct HistoryPlace {
    EventId event = 0;
    RowId row = 0;
    friend bool operator==(const HistoryPlace&, const HistoryPlace&) = default;
};

struct HistoryQuery {
    ExecutionKey execution = 0;
    RowId last_row = 0;  ///< of its chain, as the partition or its ExecutionRow says; may have grown since the page before
    bool reverse = false;
    std::size_t limit = 100;                ///< records a page
    std::size_t limit_bytes = 4U << 20U;    ///< of texts in a page, after which it ends early (but has one record at least)
    std::optional<HistoryPlace> from = {};  ///< HistoryPage::next of the page before
};

struct HistoryPage {
    std::vector<execution::Record> records;
    std::optional<HistoryPlace> next = {};  ///< absent: this is the last page
};

class HistoryReader {
  public:
    /// Missing: retention took rows while they were read.
    Result<HistoryPage, JournalError> page(StoreReader& reader, const HistoryQuery& query);

  private:
    struct ChainRow {
        RowId id = 0;
        EventId first_event = 0;
    };
    struct Chain {
        ExecutionKey execution = 0;
        std::vector<ChainRow> rows;  // oldest first
    };
    /// The chain's rows from the one that holds `from` on (more are allowed), oldest first.
    Result<const Chain*, JournalError> chain(StoreReader& reader, const HistoryQuery& query);
    Result<HistoryPage, JournalError> forward(StoreReader& reader, const HistoryQuery& query);
    static Result<HistoryPage, JournalError> backward(StoreReader& reader, const HistoryQuery& query);

    std::list<Chain> chains_;  // whole ones, the one used last in front
    Chain partial_;
};

}  // namespace pawl::engine
