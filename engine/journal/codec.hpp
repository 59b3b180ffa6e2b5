// Records as the bytes of one journal row, and back: what is decoded equals what was encoded.
//
// A row: format version (1 byte), checksum of the rest (4 bytes, seeded with the row id), number of records, time of the first, the event id before
// the first; then each record: type number, shape byte, common fields that differ from their usual value, fields (record_layout.hpp). A payload
// stands in the row where it first came up; later ones that are the same value refer to it by its address: row id and byte offset within the row. An
// address is good within one execution alone: a Payload that another execution's row holds is written in full.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/journal/journal_error.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::engine {

/// Gives payloads that a row being decoded refers to and that stand in earlier rows. Implemented by StoredPayloads.
class PayloadSource {
  public:
    virtual ~PayloadSource() = default;
    virtual Result<Payload, JournalError> at(PayloadAddress address) = 0;
    /// Decoding came upon this payload itself: worth keeping, as later rows may refer to it. (What comes later is the same object then.)
    virtual void keep(PayloadAddress address, const Payload& payload) = 0;
};

/// Gives the payloads that are written here their address, so it must be followed by committing the row with this id. Row ids within an
/// execution ascend.
std::string encode(std::span<const execution::Record> records, RowId row, ExecutionKey execution);

/// Takes any bytes. Payloads come with their address and unparsed. `versions`, where given, gets the number that each record has in the row.
Result<std::vector<execution::Record>, JournalError> decode(const JournalRow& row, PayloadSource& payloads,
                                                            std::vector<execution::RecordNumber>* versions = nullptr);

/// Checks version and checksum without reading the records.
Result<void, JournalError> check_row(std::string_view bytes, RowId row);

/// The payload that stands at an offset of a row that passed check_row.
Result<Payload, JournalError> payload_in(std::string_view bytes, PayloadAddress address);

/// Payloads up to this many bytes are always written in full: a reference would not be shorter.
inline constexpr std::size_t payload_always_inline = 4;

}  // namespace pawl::engine
