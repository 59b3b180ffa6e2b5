// The use case of reading an execution's history, page by page, straight from the journal. Answers come on the reading thread.
#pragma once

#include <optional>
#include <string>

#include "engine/runtime/requests.hpp"
#include "engine/service/journal_chains.hpp"
#include "engine/service/service_context.hpp"

namespace pawl::engine {

struct HistoryQuery {
    ExecutionName execution;
    std::size_t limit = 0;  ///< 0 = 100
    bool reverse = false;
    bool include_data = true;
    std::optional<std::string> next_token;
    EventId after = 0;  ///< only events with a higher id; for those who follow an execution. Not together with reverse
};

struct HistoryPage {
    std::string events;  ///< HistoryEvent objects as AWS writes them, separated by commas
    std::size_t count = 0;
    EventId last = 0;  ///< id of the last one; 0 = none
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
