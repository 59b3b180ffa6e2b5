// Payloads by address out of a store: keeps the ones it met within a bound of bytes, fetches the rest. May serve many executions.
//
// Borrows the reader; belongs to the reader's thread.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "engine/journal/codec.hpp"

namespace pawl::engine {

class StoredPayloads final : public PayloadSource {
  public:
    explicit StoredPayloads(StoreReader& reader, std::size_t keep_bytes = 16U << 20U) : reader_(reader), keep_bytes_(keep_bytes) {}

    Result<Payload, JournalError> at(PayloadAddress address) override;
    void keep(PayloadAddress address, const Payload& payload) override;

  private:
    struct Hash {
        std::size_t operator()(const PayloadAddress& address) const {
            return static_cast<std::size_t>((static_cast<std::uint64_t>(address.row) * 0x9e37'79b9'7f4a'7c15U) ^ address.index);
        }
    };
    void account(std::size_t bytes);

    StoreReader& reader_;
    std::size_t keep_bytes_, kept_bytes_ = 0;
    std::unordered_map<PayloadAddress, Payload, Hash> payloads_;
    std::unordered_map<RowId, std::string> rows_;  // checked bytes of rows that were fetched
};

}  // namespace pawl::engine
