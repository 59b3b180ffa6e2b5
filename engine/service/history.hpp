// The use case of reading an execution's history, page by page, straight from the journal. Answers come on the reading thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/requests.hpp"
#include "engine/service/journal_chains.hpp"
#include "engine/service/service_context.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::engine {

struct HistoryQuery {
    ExecutionName execution;
    std::size_t limit = 0;  ///< 0 = 100
    bool reverse = false;
    std::optional<std::string> next_token;
    EventId after = 0;  ///< only events with a higher id; for those who follow an execution. Not together with reverse
};

/// Events in the order asked for, each a record that has an event id, to be put into words by the dialect that asked.
///
/// Its payloads belong to the reading thread, on which the answer comes: it must be worded there, and nothing of it kept.
struct HistoryPage {
    std::vector<execution::Record> events;
    std::shared_ptr<const BoundRevision> revision;  ///< whose machine names the states
    std::optional<std::string> next_token;
};

class History {
  public:
    explicit History(ServiceContext& context) : context_(context) {}

    void read(HistoryQuery query, Answer<HistoryPage> answer);

  private:
    Result<HistoryPage, ApiError> read_page(StoreReader& reader, const HistoryTail& tail, const HistoryQuery& query);
    ServiceContext& context_;
    JournalChains chains_;  ///< the reading thread's
};

}  // namespace pawl::engine
