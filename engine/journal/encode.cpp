#include <limits>

#include "engine/journal/bytes.hpp"
#include "engine/journal/checksum.hpp"
#include "engine/journal/codec.hpp"
#include "engine/journal/head_arn.hpp"
#include "engine/journal/record_layout.hpp"
#include "engine/journal/row_frame.hpp"

namespace pawl::engine {
namespace {

using execution::Record;

class Encoder {
  public:
    Encoder(std::size_t records, RowId row, ExecutionKey execution) : out_(64 + records * 96), row_(row), execution_(execution) {}

    std::string row(std::span<const Record> records) {
        out_.byte(row_frame::version);
        out_.raw(std::string_view("\0\0\0\0", 4));
        out_.varint(records.size());
        if (!records.empty()) {
            time_ = records.front().time;
            out_.zigzag(time_.milliseconds);
        }
        for (const Record& record : records) {
            if (record.event != 0) {
                event_ = record.event - 1;
                break;
            }
        }
        out_.varint(event_);
        for (const Record& record : records) one(record);
        PAWL_CHECK(out_.size() <= std::numeric_limits<std::uint32_t>::max(), "a journal row is larger than its payload addresses can say");
        out_.fixed32_at(row_frame::checksum_offset, checksum(out_.bytes().substr(row_frame::content_offset), row_frame::seed(row_)));
        return out_.take();
    }

    // ---- what layout::fields asks for
    void payload(const Payload& value) {
        const PayloadAddress address = value.address();
        if (address.row != 0 && address.execution == execution_) {
            PAWL_CHECK(address.row <= row_, "a payload was written in a later journal row than the one that refers to it");
            out_.varint(1 + static_cast<std::uint64_t>(row_ - address.row));
            out_.varint(address.index);
            return;
        }
        const std::string& text = value.text();
        out_.varint(0);
        // Another execution's payload keeps its address there.
        if (text.size() > payload_always_inline && address.row == 0) value.set_address({row_, static_cast<std::uint32_t>(out_.size()), execution_});
        out_.text(text);
    }
    void text(const std::string& value) { out_.text(value); }
    void optional_text(const std::optional<std::string>& value) {
        out_.varint(value ? value->size() + 1 : 0);
        if (value) out_.raw(*value);
    }
    void failure(const Failure& value) {
        out_.text(value.error);
        optional_text(value.cause);
    }
    void state(StateIndex value) { out_.varint(static_cast<StateIndex>(value + 1)); }  // no_state becomes 0
    void number(std::uint32_t value) { out_.varint(value); }
    void target_kind(TargetKind value) { out_.byte(static_cast<std::uint8_t>(value)); }
    void flag(bool value) { out_.byte(value ? 1 : 0); }
    // Relative to the record's time; unsigned arithmetic wraps, so every value comes back.
    void instant(Instant value) { out_.zigzag(difference(value, time_)); }
    void instant_or_never(Instant value) {
        flag(!value.is_never());
        if (!value.is_never()) instant(value);
    }
    void optional_number(std::optional<std::int64_t> value) {
        flag(value.has_value());
        if (value) out_.zigzag(*value);
    }
    void variables(const std::vector<execution::Assigned>& values) {
        out_.varint(values.size());
        for (const auto& [name, value] : values) {
            out_.text(name);
            payload(value);
        }
    }
    void head(const execution::ExecutionHead& value) {
        out_.text(value.name);
        out_.text(value.state_machine_arn);
        out_.text(value.state_machine_name);
        const bool usual = value.arn == usual_execution_arn(value);
        flag(usual);
        if (!usual) out_.text(value.arn);
        out_.text(value.role_arn);
        out_.text(value.trace_header);
    }

  private:
    static std::int64_t difference(Instant a, Instant b) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a.milliseconds) - static_cast<std::uint64_t>(b.milliseconds));
    }

    void one(const Record& record) {
        const bool has_event = record.event != 0;
        const EventId usual_previous = has_event ? record.event - 1 : 0;
        std::uint8_t bits = 0;
        if (has_event) bits |= layout::shape::event;
        if (has_event && record.event != event_ + 1) bits |= layout::shape::event_written;
        if (record.previous != usual_previous) bits |= layout::shape::previous_written;
        if (record.frame != frame_) bits |= layout::shape::frame_written;
        if (record.time != time_) bits |= layout::shape::time_written;
        const auto version = std::visit([](const auto& body) { return layout::version_of(body); }, record.body);
        out_.byte(static_cast<std::uint8_t>(version));
        out_.byte(bits);
        if ((bits & layout::shape::event_written) != 0) out_.varint(record.event);
        if ((bits & layout::shape::previous_written) != 0) out_.varint(record.previous);
        if ((bits & layout::shape::frame_written) != 0) out_.varint(record.frame);
        if ((bits & layout::shape::time_written) != 0) out_.zigzag(difference(record.time, time_));
        if (has_event) event_ = record.event;
        frame_ = record.frame;
        time_ = record.time;
        std::visit([&](const auto& body) { layout::fields_of(*this, body, version); }, record.body);
    }

    ByteWriter out_;
    RowId row_;
    ExecutionKey execution_;
    EventId event_ = 0;
    FrameId frame_ = 0;
    Instant time_;
};

}  // namespace

std::string encode(std::span<const Record> records, RowId row, ExecutionKey execution) {
    return Encoder(records.size(), row, execution).row(records);
}

}  // namespace pawl::engine
