#include "engine/journal/stored_payloads.hpp"

#include <utility>

#include "engine/journal/chain.hpp"

namespace pawl::engine {

Result<Payload, JournalError> StoredPayloads::at(PayloadAddress address) {
    if (const auto known = payloads_.find(address); known != payloads_.end()) return known->second;
    auto row = rows_.find(address.row);
    if (row == rows_.end()) {
        auto fetched = row_of_chain(reader_, address.execution, address.row);
        if (!fetched) return fetched.error();
        std::string bytes = std::move(fetched->records);
        if (auto checked = check_row(bytes, address.row); !checked) return checked.error();
        account(bytes.size());
        row = rows_.emplace(address.row, std::move(bytes)).first;
    }
    auto payload = payload_in(row->second, address);
    if (payload) keep(address, *payload);
    return payload;
}

void StoredPayloads::keep(PayloadAddress address, const Payload& payload) {
    // Only what is kept is counted, so the order matters.
    const Payload copy = payload;  // NOLINT(performance-unnecessary-copy-initialization): the reference may be into what account() empties
    account(copy.text().size() + 128);
    payloads_.insert_or_assign(address, copy);
}

void StoredPayloads::account(std::size_t bytes) {
    if (kept_bytes_ + bytes > keep_bytes_) {
        payloads_.clear();
        rows_.clear();
        kept_bytes_ = 0;
    }
    kept_bytes_ += bytes;
}

}  // namespace pawl::engine
