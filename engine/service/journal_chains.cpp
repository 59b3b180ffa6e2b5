#include "engine/service/journal_chains.hpp"

#include <algorithm>

namespace pawl::engine {

Result<const Chain*, JournalError> JournalChains::get(ExecutionKey execution, RowId last_row, StoreReader& reader) {
    const auto known = std::find_if(entries_.begin(), entries_.end(), [execution](const Entry& entry) { return entry.execution == execution; });
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
    } else {
        entries_.emplace_front().execution = execution;
        if (entries_.size() > keep_) entries_.pop_back();
    }
    Chain& chain = entries_.front().chain;
    // Rows never change: only those behind the remembered ones are walked.
    const RowId remembered = chain.empty() ? 0 : chain.back().id;
    const auto newer = read_chain_headers(reader, execution, last_row, std::min(remembered, last_row));
    if (!newer) {
        entries_.pop_front();
        static const Chain gone;
        if (newer.error().kind == JournalError::Kind::Missing) return &gone;
        return newer.error();
    }
    chain.insert(chain.end(), newer->begin(), newer->end());
    return &chain;
}

}  // namespace pawl::engine
