#include "engine/service/journal_chains.hpp"

#include <algorithm>

namespace pawl::engine {

Result<const Chain*, StoreError> JournalChains::get(ExecutionKey execution, RowId last_row, StoreReader& reader) {
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
    Chain newer;
    for (RowId id = last_row; id > remembered;) {
        const auto header = reader.row_header(id);
        if (!header) return header.error();
        if (!*header || (*header)->execution != execution) {
            entries_.pop_front();
            static const Chain gone;
            return &gone;
        }
        newer.push_back({id, (*header)->first_event});
        id = (*header)->previous;
    }
    chain.insert(chain.end(), newer.rbegin(), newer.rend());
    return &chain;
}

}  // namespace pawl::engine
