#include <algorithm>
#include <array>
#include <utility>

#include "engine/journal/bytes.hpp"
#include "engine/journal/checksum.hpp"
#include "engine/journal/codec.hpp"
#include "engine/journal/head_arn.hpp"
#include "engine/journal/record_layout.hpp"
#include "engine/journal/row_frame.hpp"

namespace pawl::engine {
namespace {

using execution::Record;
using execution::RecordBody;

JournalError damaged(RowId row, std::string_view why) {
    return {JournalError::Kind::Corrupt, "Journal row " + std::to_string(row) + " is damaged: " + std::string(why) +
                                             ". Restore the database from a backup; \"PRAGMA integrity_check\" tells whether more is affected."};
}

class Decoder {
  public:
    Decoder(const JournalRow& row, PayloadSource& payloads, std::vector<layout::Number>* versions)
        : in_(row.records, row_frame::content_offset), row_(row.id), execution_(row.execution), payloads_(payloads), versions_(versions) {}

    Result<std::vector<Record>, JournalError> records() {
        const std::uint64_t count = in_.varint();
        // Each record takes two bytes at least.
        if (in_.failed() || count > in_.left() / 2) return damaged(row_, "it names more records than it can hold");
        if (count > 0) time_.milliseconds = in_.zigzag();
        event_ = in_.varint32();
        std::vector<Record> result(static_cast<std::size_t>(count));
        for (Record& record : result) {
            one(record);
            if (error_) return *std::move(error_);
            if (in_.failed()) return damaged(row_, "a record in it breaks off or has impossible fields");
        }
        if (in_.left() != 0) return damaged(row_, "bytes follow its last record");
        return result;
    }

    // ---- what layout::fields asks for
    void payload(Payload& value) {
        const std::uint64_t back = in_.varint();
        if (back == 0) return payload_here(value);
        const std::uint32_t index = in_.varint32();
        if (in_.failed() || error_) return;
        if (back == 1) {
            const auto known =
                std::lower_bound(here_.begin(), here_.end(), index, [](const auto& entry, std::uint32_t key) { return entry.first < key; });
            if (known == here_.end() || known->first != index) return fail("it refers to a payload that is not in it");
            value = known->second;
            return;
        }
        if (back - 1 >= static_cast<std::uint64_t>(row_)) return fail("it refers to a row that can't be");
        const PayloadAddress address{row_ - static_cast<RowId>(back - 1), index, execution_};
        auto found = payloads_.at(address);
        if (!found) {
            error_ = found.error();
            return;
        }
        value = *std::move(found);
    }
    void text(std::string& value) { value = in_.text(); }
    void optional_text(std::optional<std::string>& value) {
        const std::uint64_t size = in_.varint();
        if (size > 0) value = in_.raw(size - 1);
    }
    void failure(Failure& value) {
        text(value.error);
        optional_text(value.cause);
    }
    void state(StateIndex& value) { value = in_.varint32() - 1; }
    void number(std::uint32_t& value) { value = in_.varint32(); }
    void target_kind(TargetKind& value) {
        value = static_cast<TargetKind>(in_.byte());
        if (!in_.failed() && !is_known(value) && !error_)
            error_ = newer("a task that calls a target of kind " + std::to_string(static_cast<int>(value)));
    }
    void flag(bool& value) {
        const std::uint8_t byte = in_.byte();
        if (byte > 1) in_.fail();
        value = byte == 1;
    }
    void instant(Instant& value) { value = later(time_, in_.zigzag()); }
    void instant_or_never(Instant& value) {
        bool written = false;
        flag(written);
        value = Instant::never();
        if (written) instant(value);
    }
    void optional_number(std::optional<std::int64_t>& value) {
        bool written = false;
        flag(written);
        if (written) value = in_.zigzag();
    }
    void variables(std::vector<execution::Assigned>& values) {
        const std::uint64_t count = in_.varint();
        // Each takes three bytes at least.
        if (count == 0 || count > in_.left() / 3) return fail("it names more variables than it can hold");
        values.resize(static_cast<std::size_t>(count));
        for (auto& [name, value] : values) {
            text(name);
            payload(value);
            if (error_ || in_.failed()) return;
        }
    }
    void head(execution::ExecutionHead& value) {
        text(value.name);
        text(value.state_machine_arn);
        text(value.state_machine_name);
        bool usual = false;
        flag(usual);
        if (usual) {
            value.arn = usual_execution_arn(value);
        } else {
            text(value.arn);
        }
        text(value.role_arn);
        text(value.trace_header);
    }

  private:
    static Instant later(Instant from, std::int64_t milliseconds) {
        return {static_cast<std::int64_t>(static_cast<std::uint64_t>(from.milliseconds) + static_cast<std::uint64_t>(milliseconds))};
    }

    void fail(std::string_view why) {
        if (!error_) error_ = damaged(row_, why);
    }

    JournalError newer(const std::string& what) const {
        return {JournalError::Kind::Newer, "Journal row " + std::to_string(row_) + " holds " + what +
                                               " that this pawl does not know: it was written by a newer one. Run that version."};
    }

    void payload_here(Payload& value) {
        const auto offset = static_cast<std::uint32_t>(in_.at());
        const std::string_view text = in_.text();
        if (in_.failed()) return;
        value = Payload::from_checked_text(std::string(text));
        if (text.size() <= payload_always_inline) return;
        const PayloadAddress address{row_, offset, execution_};
        value.set_address(address);
        here_.emplace_back(offset, value);
        payloads_.keep(address, value);
    }

    using ReadBody = void (*)(Decoder&, RecordBody&, layout::Number);

    template <class Body>
    static void read_body(Decoder& decoder, RecordBody& body, layout::Number version) {
        layout::fields_of(decoder, body.emplace<Body>(), version);
    }

    // The reader of each number on disk; null = no such record.
    template <class... Bodies>
    static constexpr std::array<ReadBody, 256> body_readers(std::type_identity<std::variant<Bodies...>>) {
        static_assert((!layout::versions<Bodies>.empty() && ...), "every record type needs its number");
        std::array<ReadBody, 256> readers{};
        const auto add = [&]<class Body>(std::type_identity<Body>) {
            for (const layout::Number version : layout::versions<Body>) readers[static_cast<std::uint8_t>(version)] = &read_body<Body>;
        };
        (add(std::type_identity<Bodies>()), ...);
        return readers;
    }

    void one(Record& record) {
        static constexpr auto readers = body_readers(std::type_identity<RecordBody>{});
        const std::uint8_t number = in_.byte();
        const std::uint8_t bits = in_.byte();
        if (in_.failed()) return;
        if (readers[number] == nullptr || (bits & ~layout::shape::known) != 0) {
            error_ = newer("a record of type " + std::to_string(number));
            return;
        }
        const bool has_event = (bits & layout::shape::event) != 0;
        if (has_event) record.event = (bits & layout::shape::event_written) != 0 ? in_.varint32() : event_ + 1;
        record.previous = (bits & layout::shape::previous_written) != 0 ? in_.varint32() : (has_event ? record.event - 1 : 0);
        if ((bits & layout::shape::frame_written) != 0) frame_ = in_.varint32();
        if ((bits & layout::shape::time_written) != 0) time_ = later(time_, in_.zigzag());
        if (has_event) event_ = record.event;
        record.frame = frame_;
        record.time = time_;
        const auto version = static_cast<layout::Number>(number);
        readers[number](*this, record.body, version);
        if (versions_ != nullptr) versions_->push_back(version);
    }

    ByteReader in_;
    RowId row_;
    ExecutionKey execution_;
    PayloadSource& payloads_;
    std::vector<layout::Number>* versions_;
    std::vector<std::pair<std::uint32_t, Payload>> here_;  // payloads that stand in this row, by offset
    std::optional<JournalError> error_;
    EventId event_ = 0;
    FrameId frame_ = 0;
    Instant time_;
};

}  // namespace

Result<void, JournalError> check_row(std::string_view bytes, RowId row) {
    if (bytes.size() < row_frame::content_offset) return damaged(row, "it is too short");
    const auto version = static_cast<std::uint8_t>(bytes[0]);
    if (version != row_frame::version) {
        if (version == 0) return damaged(row, "it has no format version");
        return JournalError{JournalError::Kind::Newer, "Journal row " + std::to_string(row) + " has format version " + std::to_string(version) +
                                                           ", and this pawl reads up to " + std::to_string(row_frame::version) +
                                                           ": it was written by a newer one (run that version), or the row is damaged."};
    }
    ByteReader frame(bytes, row_frame::checksum_offset);
    if (frame.fixed32() != checksum(bytes.substr(row_frame::content_offset), row_frame::seed(row)))
        return damaged(row, "its checksum does not match its bytes");
    return {};
}

Result<std::vector<Record>, JournalError> decode(const JournalRow& row, PayloadSource& payloads, std::vector<execution::RecordNumber>* versions) {
    if (auto checked = check_row(row.records, row.id); !checked) return checked.error();
    return Decoder(row, payloads, versions).records();
}

Result<Payload, JournalError> payload_in(std::string_view bytes, PayloadAddress address) {
    ByteReader in(bytes, address.index);
    const std::string_view text = in.text();
    if (in.failed() || address.index < row_frame::content_offset) return damaged(address.row, "another row refers to a payload that is not in it");
    Payload payload = Payload::from_checked_text(std::string(text));
    payload.set_address(address);
    return payload;
}

}  // namespace pawl::engine
