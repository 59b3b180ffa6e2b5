// The journal's primitive forms: varints (seven bits a byte, low ones first), zigzag for signed numbers, texts with their length before them.
// ByteReader takes any bytes: after the first that do not fit it is failed() and gives zeros and empty texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pawl::engine {

class ByteWriter {
  public:
    explicit ByteWriter(std::size_t expected) { out_.reserve(expected); }

    void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
    void varint(std::uint64_t value) {
        char buffer[10];
        std::size_t size = 0;
        for (; value >= 0x80; value >>= 7U) buffer[size++] = static_cast<char>(value | 0x80U);
        buffer[size++] = static_cast<char>(value);
        out_.append(buffer, size);
    }
    void zigzag(std::int64_t value) { varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U)); }
    void text(std::string_view value) {
        varint(value.size());
        out_.append(value);
    }
    void raw(std::string_view value) { out_.append(value); }
    /// Overwrites four bytes written before.
    void fixed32_at(std::size_t offset, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i) out_[offset + i] = static_cast<char>(value >> (8 * i));
    }
    std::size_t size() const { return out_.size(); }
    std::string_view bytes() const { return out_; }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes, std::size_t offset = 0) : bytes_(bytes), at_(offset), failed_(offset > bytes.size()) {}

    std::uint8_t byte() {
        if (failed_ || at_ == bytes_.size()) return fail();
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7fU) << shift;
            if ((next & 0x80U) == 0) return shift == 63 && next > 1 ? fail() : value;
        }
        return fail();
    }
    std::uint32_t varint32() {
        const std::uint64_t value = varint();
        return value > 0xffff'ffffU ? fail() : static_cast<std::uint32_t>(value);
    }
    std::int64_t zigzag() {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
    }
    std::string_view text() { return raw(varint()); }
    std::string_view raw(std::uint64_t size) {
        if (failed_ || size > bytes_.size() - at_) {
            fail();
            return {};
        }
        const std::string_view value = bytes_.substr(at_, static_cast<std::size_t>(size));
        at_ += static_cast<std::size_t>(size);
        return value;
    }
    std::uint32_t fixed32() {
        const std::string_view value = raw(4);
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < value.size(); ++i) number |= static_cast<std::uint32_t>(static_cast<unsigned char>(value[i])) << (8 * i);
        return number;
    }
    std::uint8_t fail() {
        failed_ = true;
        return 0;
    }
    bool failed() const { return failed_; }
    std::size_t at() const { return at_; }
    std::size_t left() const { return bytes_.size() - at_; }

  private:
    std::string_view bytes_;
    std::size_t at_;
    bool failed_;
};

}  // namespace pawl::engine
