#include "engine/journal/history_reader.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "engine/journal/record_layout.hpp"
#include "engine/journal/stored_payloads.hpp"

namespace pawl::engine {
namespace {

using execution::Record;

constexpr std::size_t kept_chains = 4;

JournalError broken_chain(RowId id, ExecutionKey key) {
    return {JournalError::Kind::Corrupt, "Journal row " + std::to_string(id) + " does not belong where the chain of execution " +
                                             std::to_string(key) + " has it: the database is damaged. Restore it from a backup."};
}

Result<JournalHeader, JournalError> header_of(StoreReader& reader, RowId id, ExecutionKey key) {
    auto header = reader.row_header(id);
    if (!header) return JournalError::from(header.error());
    if (!*header) return JournalError::missing(id);
    if ((*header)->execution != key || (*header)->previous >= id) return broken_chain(id, key);
    return **header;
}

// How much text a record shows; stands in for the encoder in layout::fields.
struct TextSize {
    std::size_t bytes = 0;
    void payload(const Payload& value) { bytes += value.text().size(); }
    void text(const std::string& value) { bytes += value.size(); }
    void optional_text(const std::optional<std::string>& value) { bytes += value ? value->size() : 0; }
    void failure(const Failure& value) {
        text(value.error);
        optional_text(value.cause);
    }
    void state(StateIndex) {}
    void number(std::uint32_t) {}
    void instant(Instant) {}
    void instant_or_never(Instant) {}
    void optional_number(std::optional<std::int64_t>) {}
    void head(const execution::ExecutionHead&) {}
    void variables(const std::vector<execution::Assigned>& values) {
        for (const auto& [name, value] : values) {
            text(name);
            payload(value);
        }
    }
};

std::size_t text_size(const Record& record) {
    TextSize size;
    std::visit([&](const auto& body) { layout::fields(size, body); }, record.body);
    if (const auto* exited = std::get_if<execution::StateExited>(&record.body)) layout::variables(size, *exited);
    return size.bytes;
}

// Collects records until the page is full; the one that would be too many says where the next page begins.
class PageBuilder {
  public:
    PageBuilder(StoreReader& reader, const HistoryQuery& query) : reader_(reader), query_(query), payloads_(reader) {}

    bool is_full() const { return page_.next.has_value(); }

    /// Takes the row's events that the query asks for; gives the row before it in the chain.
    Result<RowId, JournalError> take(RowId id) {
        auto row = reader_.row(id);
        if (!row) return JournalError::from(row.error());
        if (!*row) return JournalError::missing(id);
        if ((*row)->execution != query_.execution || (*row)->previous >= id) return broken_chain(id, query_.execution);
        auto records = decode((*row)->records, id, payloads_);
        if (!records) return records.error();
        if (query_.reverse) std::ranges::reverse(*records);
        for (Record& record : *records) {
            if (record.event == 0 || is_before_start(record.event)) continue;
            const std::size_t bytes = text_size(record);
            if (page_.records.size() >= query_.limit || (!page_.records.empty() && bytes_ + bytes > query_.limit_bytes)) {
                page_.next = HistoryPlace{record.event, id};
                break;
            }
            bytes_ += bytes;
            page_.records.push_back(std::move(record));
        }
        return (*row)->previous;
    }

    HistoryPage page() { return std::move(page_); }

  private:
    bool is_before_start(EventId event) const {
        if (!query_.from) return false;
        return query_.reverse ? event > query_.from->event : event < query_.from->event;
    }

    StoreReader& reader_;
    const HistoryQuery& query_;
    StoredPayloads payloads_;
    HistoryPage page_;
    std::size_t bytes_ = 0;
};

}  // namespace

Result<HistoryPage, JournalError> HistoryReader::page(StoreReader& reader, const HistoryQuery& query) {
    return query.reverse ? backward(reader, query) : forward(reader, query);
}

Result<HistoryPage, JournalError> HistoryReader::backward(StoreReader& reader, const HistoryQuery& query) {
    PageBuilder page(reader, query);
    for (RowId id = query.from ? query.from->row : query.last_row; id != 0 && !page.is_full();) {
        const auto previous = page.take(id);
        if (!previous) return previous.error();
        id = *previous;
    }
    return page.page();
}

Result<HistoryPage, JournalError> HistoryReader::forward(StoreReader& reader, const HistoryQuery& query) {
    const auto found = chain(reader, query);
    if (!found) return found.error();
    const std::vector<ChainRow>& rows = (*found)->rows;
    // The last row that begins at or before the event: rows without events begin at the same one as their successor.
    const EventId event = query.from ? query.from->event : 1;
    auto at = std::ranges::upper_bound(rows, event, {}, &ChainRow::first_event);
    if (at != rows.begin()) --at;
    PageBuilder page(reader, query);
    for (; at != rows.end() && !page.is_full(); ++at) {
        if (const auto taken = page.take(at->id); !taken) return taken.error();
    }
    return page.page();
}

Result<const HistoryReader::Chain*, JournalError> HistoryReader::chain(StoreReader& reader, const HistoryQuery& query) {
    const auto known = std::ranges::find(chains_, query.execution, &Chain::execution);
    const RowId known_end = known == chains_.end() || known->rows.empty() ? 0 : known->rows.back().id;
    const RowId start = query.from ? query.from->row : 0;
    std::vector<ChainRow> fresh;  // newest first
    RowId id = query.last_row;
    bool is_whole = true;
    // Beyond what is known already, and for a page further on not beyond the row it begins in.
    while (id > known_end && is_whole) {
        const auto header = header_of(reader, id, query.execution);
        if (!header) return header.error();
        fresh.push_back({id, header->first_event});
        is_whole = id != start || header->previous == 0;
        id = header->previous;
    }
    if (!is_whole) {
        partial_.execution = query.execution;
        partial_.rows.assign(fresh.rbegin(), fresh.rend());
        return &partial_;
    }
    // (A query may also lag behind what is known.)
    if (!fresh.empty() && id != known_end) return broken_chain(fresh.back().id, query.execution);
    if (known == chains_.end()) {
        chains_.emplace_front().execution = query.execution;
        if (chains_.size() > kept_chains) chains_.pop_back();
    } else {
        chains_.splice(chains_.begin(), chains_, known);
    }
    Chain& whole = chains_.front();
    whole.rows.insert(whole.rows.end(), fresh.rbegin(), fresh.rend());
    return &whole;
}

}  // namespace pawl::engine
