#include "engine/service/history.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/journal/codec.hpp"
#include "engine/journal/stored_payloads.hpp"
#include "engine/runtime/store_faults.hpp"
#include "engine/service/page_token.hpp"

namespace pawl::engine {

namespace {

constexpr std::size_t page_bytes = 4 * 1024 * 1024;  // a page of large payloads ends early, as AWS's do

std::string listing_of(const HistoryQuery& query) {
    return "GetExecutionHistory\n" + query.execution.machine + "\n" + query.execution.execution + (query.reverse ? "\nreverse" : "\nforward");
}

/// What an event's texts take, about. The form it is shown in adds to that.
std::size_t bytes_of(const execution::Record& record) {
    constexpr std::size_t around = 256;  // names and numbers
    return std::visit(
        [](const auto& body) {
            std::size_t bytes = around;
            if constexpr (requires { body.input.text(); }) bytes += body.input.text().size();
            if constexpr (requires { body.output.text(); }) bytes += body.output.text().size();
            if constexpr (requires { body.failure.cause; }) bytes += body.failure.cause ? body.failure.cause->size() : 0;
            if constexpr (requires { body.assigned; }) {
                for (const execution::Assigned& each : body.assigned) bytes += each.value.text().size();
            }
            return bytes;
        },
        record.body);
}

/// A page being filled, event by event in the order asked for.
class PageFiller {
  public:
    explicit PageFiller(std::size_t limit) : limit_(limit) {}

    /// False when the page is full: the event begins the next one.
    bool add(execution::Record&& record) {
        if (events.size() == limit_ || bytes_ > page_bytes) {
            next = record.event;
            return false;
        }
        bytes_ += bytes_of(record);
        events.push_back(std::move(record));
        return true;
    }

    std::vector<execution::Record> events;
    EventId next = 0;  ///< where the next page begins; 0 = there is none

  private:
    std::size_t limit_;
    std::size_t bytes_ = 0;
};

/// The last row that begins at or before an event holds it; rows without events share their number with the row behind them.
std::size_t row_of(const Chain& chain, EventId event) {
    const auto behind = std::upper_bound(chain.begin(), chain.end(), event, [](EventId e, const JournalHeader& row) { return e < row.first_event; });
    return behind == chain.begin() ? 0 : static_cast<std::size_t>(behind - chain.begin()) - 1;
}

ApiError unreadable(const JournalError& error) {
    if (error.kind == JournalError::Kind::Store && error.store == StoreError::Kind::Busy) return from_store({error.store, error.message});
    return ApiError(Refusal::HistoryUnreadable, {}, error.message);
}

}  // namespace

void History::read(HistoryQuery query, Answer<HistoryPage> answer) {
    FindHistory request{query.execution, {}};
    request.answer = [this, query = std::move(query), answer = std::move(answer)](Result<HistoryTail, ApiError> tail) {
        if (!tail) return answer(tail.error());
        context_.reading.post([this, query, answer, tail = *tail](StoreReader& reader) { answer(read_page(reader, tail, query)); });
    };
    context_.engine.post(std::move(request));
}

Result<HistoryPage, ApiError> History::read_page(StoreReader& reader, const HistoryTail& tail, const HistoryQuery& query) {
    const std::string listing = listing_of(query);
    EventId from = query.reverse ? ~EventId{0} : query.after + 1;
    if (query.next_token) {
        const Result<PageToken, ApiError> token = read_token(*query.next_token, listing, context_.clock.now());
        if (!token) return token.error();
        if (token->numbers.size() != 2 || token->numbers[0] != tail.key) return ApiError(Refusal::InvalidToken);
        from = static_cast<EventId>(token->numbers[1]);
    }
    const auto revision = context_.engine.machine_cache().get(tail.revision, reader);
    if (!revision) return from_store(revision.error());
    const auto found = chains_.get(tail.key, tail.last_row, reader);
    if (!found) return unreadable(found.error());
    const Chain& chain = **found;
    const auto missing = [&] {
        return ApiError(Refusal::ExecutionDoesNotExist, execution_arn(context_.realm, query.execution.machine, query.execution.execution));
    };
    if (chain.empty()) return missing();

    PageFiller page(query.limit == 0 ? 100 : query.limit);
    StoredPayloads payloads(reader);
    std::size_t index = row_of(chain, from);
    while (page.next == 0) {
        const auto row = row_of_chain(reader, tail.key, chain[index].id);
        if (!row && row.error().kind == JournalError::Kind::Missing) return missing();
        if (!row) return unreadable(row.error());
        auto records = decode(*row, payloads);
        if (!records) return unreadable(records.error());
        if (query.reverse) std::reverse(records->begin(), records->end());
        for (execution::Record& record : *records) {
            if (record.event == 0 || (query.reverse ? record.event > from : record.event < from)) continue;
            if (!page.add(std::move(record))) break;
        }
        if (query.reverse ? index == 0 : index + 1 == chain.size()) break;
        index = query.reverse ? index - 1 : index + 1;
    }
    std::optional<std::string> next_token;
    if (page.next != 0) next_token = write_token({{tail.key, page.next}, {}}, listing, context_.clock.now());
    return HistoryPage{std::move(page.events), *revision, std::move(next_token)};
}

}  // namespace pawl::engine
