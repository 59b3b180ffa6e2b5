#include "engine/journal/codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <span>

#include "engine/journal/checksum.hpp"
#include "engine/journal/record_layout.hpp"
#include "engine/journal/row_frame.hpp"
#include "tests/unit/journal/sample_records.hpp"

namespace pawl::engine {
namespace {

using execution::Record;
using namespace execution;
using test::describe;
using test::one_of_each;

// Knows what decoding told it, and nothing else.
struct Notebook final : PayloadSource {
    std::map<std::pair<RowId, std::uint32_t>, Payload> known;
    Result<Payload, JournalError> at(PayloadAddress address) override {
        const auto found = known.find({address.row, address.index});
        if (found == known.end()) return JournalError::missing(address.row);
        return found->second;
    }
    void keep(PayloadAddress address, const Payload& payload) override { known.insert_or_assign(std::pair(address.row, address.index), payload); }
};

std::string encode(std::span<const Record> records, RowId row) { return engine::encode(records, row, 1); }
Result<std::vector<Record>, JournalError> decode(std::string_view bytes, RowId row, PayloadSource& payloads,
                                                 std::vector<RecordNumber>* versions = nullptr) {
    return engine::decode(JournalRow{{row, 1, 0, 1}, std::string(bytes)}, payloads, versions);
}

Record entered(EventId event, Payload input) {
    Record record;
    record.time = {1'790'218'578'763};
    record.event = event;
    record.previous = event - 1;
    record.frame = 1;
    record.body = StateEntered{0, std::move(input)};
    return record;
}

TEST(JournalCodec, GivesBackEveryFieldOfEveryType) {
    const auto records = one_of_each();
    Notebook notebook;
    const auto decoded = decode(encode(records, 9), 9, notebook);
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(describe(*decoded), describe(records));
}

TEST(JournalCodec, GivesBackExtremeTimesAndIds) {
    for (const std::int64_t time :
         {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() - 1}) {
        auto records = one_of_each();
        records[0].time = {time};
        records[3].event = 0xffff'ffff;
        records[4].frame = 0xffff'ffff;
        records[5].previous = 0xffff'ffff;
        Notebook notebook;
        const auto decoded = decode(encode(records, 1), 1, notebook);
        ASSERT_TRUE(decoded) << decoded.error().message;
        EXPECT_EQ(describe(*decoded), describe(records));
    }
}

TEST(JournalCodec, TakesARowWithoutRecords) {
    Notebook notebook;
    const auto decoded = decode(encode({}, 3), 3, notebook);
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->empty());
}

TEST(JournalCodec, WritesAPayloadOnceAndGivesTheSameObjectBack) {
    const Payload input = Payload::from_checked_text("{\"text\":\"" + std::string(1000, 'x') + "\"}");
    const std::vector<Record> first{entered(1, input), entered(2, input)}, second{entered(3, input)};
    const std::string row5 = encode(first, 5), row1005 = encode(second, 1005);
    EXPECT_LT(row5.size(), 1100U);
    EXPECT_LT(row1005.size(), 40U);
    Notebook notebook;
    const auto a = decode(row5, 5, notebook);
    const auto b = decode(row1005, 1005, notebook);
    ASSERT_TRUE(a && b);
    const auto& x = std::get<StateEntered>((*a)[0].body).input;
    EXPECT_TRUE(x.is_same(std::get<StateEntered>((*a)[1].body).input));
    EXPECT_TRUE(x.is_same(std::get<StateEntered>((*b)[0].body).input));
    EXPECT_EQ(x.text(), input.text());
    EXPECT_EQ(x.address(), input.address());
}

TEST(JournalCodec, APayloadThatWasReadIsReferredToWhenWrittenAgain) {
    Notebook notebook;
    const std::string row5 = encode(std::vector{entered(1, Payload::from_checked_text(R"({"some":"input that is long enough"})"))}, 5);
    const auto read = decode(row5, 5, notebook);
    ASSERT_TRUE(read);
    const std::string row6 = encode(std::vector{entered(2, std::get<StateEntered>((*read)[0].body).input)}, 6);
    EXPECT_EQ(row6.find("long enough"), std::string::npos);
}

TEST(JournalCodec, FindsAPayloadInARowItHasNotDecoded) {
    const Payload input = Payload::from_checked_text(R"({"some":"input"})");
    const std::string row = encode(std::vector{entered(1, Payload::from_checked_text("\"something else\"")), entered(2, input)}, 5);
    const auto found = payload_in(row, input.address());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text(), input.text());
    EXPECT_EQ(found->address(), input.address());
    EXPECT_FALSE(payload_in(row, {5, 100'000}));
    EXPECT_FALSE(payload_in(row, {5, 0}));
}

template <class... Bodies>
std::vector<RecordNumber> all_numbers(std::type_identity<std::variant<Bodies...>>) {
    std::vector<RecordNumber> all;
    (all.insert(all.end(), layout::versions<Bodies>.begin(), layout::versions<Bodies>.end()), ...);
    return all;
}

TEST(JournalCodec, NoNumberHasTwoMeanings) {
    auto all = all_numbers(std::type_identity<RecordBody>());
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(JournalCodec, WritesTheFirstVersionThatSaysEverything) {
    Record plain = entered(1, Payload()), assigns = plain;
    plain.body = StateExited{3, Payload(), 4};
    assigns.body = StateExited{3, Payload(), 4, {{"name", Payload()}}};
    Notebook notebook;
    std::vector<RecordNumber> versions;
    ASSERT_TRUE(decode(encode(std::vector{plain, assigns}, 5), 5, notebook, &versions));
    EXPECT_EQ(versions, (std::vector{RecordNumber::StateExited, RecordNumber::StateExitedWithVariables}));
}

/// The row with other bytes in it, as its writer would have made it.
std::string with_checksum(std::string row, RowId id) {
    const std::uint32_t sum = checksum(std::string_view(row).substr(row_frame::content_offset), row_frame::seed(id));
    for (unsigned i = 0; i < 4; ++i) row[row_frame::checksum_offset + i] = static_cast<char>(sum >> (8 * i));
    return row;
}

// What pawl always wrote stays as it was; whom else a task calls is told by a version of its own.
TEST(JournalCodec, AKindOfTargetIsToldByTheSecondVersion) {
    constexpr std::uint8_t made_up = 200;
    const TaskScheduled body{3, {TargetKind::Lambda, "f"}, Payload(), std::nullopt, std::nullopt};
    Record lambda = entered(1, Payload()), other = lambda;
    lambda.body = other.body = body;
    std::get<TaskScheduled>(other.body).target.kind = static_cast<TargetKind>(made_up);
    Notebook notebook;
    std::vector<RecordNumber> versions;
    ASSERT_TRUE(decode(encode(std::vector{lambda}, 5), 5, notebook, &versions));
    EXPECT_EQ(versions, std::vector{RecordNumber::TaskScheduled});

    std::string row = encode(std::vector{other}, 5);
    const auto unknown = decode(row, 5, notebook);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, JournalError::Kind::Newer);
    EXPECT_NE(unknown.error().message.find("kind 200"), std::string::npos) << unknown.error().message;

    const auto at = row.find(static_cast<char>(made_up), row_frame::content_offset);
    ASSERT_NE(at, std::string::npos);
    row[at] = static_cast<char>(TargetKind::Lambda);
    versions.clear();
    const auto known = decode(with_checksum(row, 5), 5, notebook, &versions);
    ASSERT_TRUE(known) << known.error().message;
    EXPECT_EQ(versions, std::vector{RecordNumber::TaskScheduledWithKind});
    EXPECT_EQ(describe(*known), describe(std::vector{lambda}));
}

TEST(JournalCodec, SmallPayloadsAreWrittenInPlaceEveryTime) {
    const Payload empty = Payload::empty_object();
    const std::string row = encode(std::vector{entered(1, empty), entered(2, Payload())}, 5);
    EXPECT_EQ(empty.address().row, 0);
    Notebook notebook;
    const auto decoded = decode(row, 5, notebook);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<StateEntered>((*decoded)[0].body).input.text(), "{}");
    EXPECT_EQ(std::get<StateEntered>((*decoded)[1].body).input.text(), "null");
}

TEST(JournalCodec, APayloadOfAnotherExecutionIsWrittenInFull) {
    const Payload input = Payload::from_checked_text(R"({"some":"input"})");
    (void)engine::encode(std::vector{entered(1, input)}, 5, 1);
    const std::string foreign = engine::encode(std::vector{entered(1, input)}, 6, 2);
    Notebook nothing;
    const auto decoded = engine::decode(JournalRow{{6, 2, 0, 1}, foreign}, nothing);
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(std::get<StateEntered>((*decoded)[0].body).input.text(), input.text());
    EXPECT_EQ(input.address(), (PayloadAddress{5, input.address().index, 1})) << "and stays where it was";
}

TEST(JournalCodec, AMissingReferredRowIsAnError) {
    const Payload input = Payload::from_checked_text(R"({"some":"input"})");
    (void)encode(std::vector{entered(1, input)}, 5);
    const std::string row = encode(std::vector{entered(2, input)}, 6);
    Notebook empty;
    const auto decoded = decode(row, 6, empty);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind, JournalError::Kind::Missing);
}

TEST(JournalCodec, ARowReadUnderAnotherIdIsDamaged) {
    const std::string row = encode(one_of_each(), 5);
    Notebook notebook;
    const auto decoded = decode(row, 6, notebook);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind, JournalError::Kind::Corrupt);
}

TEST(JournalCodec, ARowReadUnderAnotherShardsIdIsDamaged) {
    const std::string row = encode(one_of_each(), make_key(1, 7));
    for (const ShardId other : {ShardId{0}, ShardId{2}, ShardId{257}, ShardId{1 + 0x4000}, highest_shard}) {
        Notebook notebook;
        EXPECT_FALSE(decode(row, make_key(other, 7), notebook)) << other;
    }
}

TEST(JournalCodec, EveryTruncationIsAnError) {
    const std::string row = encode(one_of_each(), 5);
    for (std::size_t size = 0; size < row.size(); ++size) {
        Notebook notebook;
        EXPECT_FALSE(decode(std::string_view(row).substr(0, size), 5, notebook)) << size;
    }
}

TEST(JournalCodec, EveryFlippedBitIsAnError) {
    const std::string row = encode(one_of_each(), 5);
    for (std::size_t bit = 0; bit < row.size() * 8; ++bit) {
        std::string damaged = row;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        Notebook notebook;
        EXPECT_FALSE(decode(damaged, 5, notebook)) << "bit " << bit;
    }
}

// The checksum stops accidents; the decoder behind it must stand on its own, too.
std::string with_fitting_checksum(std::string row, RowId id) {
    const std::uint32_t sum = checksum(std::string_view(row).substr(row_frame::content_offset), row_frame::seed(id));
    for (std::size_t i = 0; i < 4; ++i) row[row_frame::checksum_offset + i] = static_cast<char>(sum >> (8 * i));
    return row;
}

TEST(JournalCodec, DamageBehindAFittingChecksumNeverCrashes) {
    const std::string row = encode(one_of_each(), 5);
    std::mt19937 random(7);
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = row;
        if (round % 3 == 0) damaged.resize(6 + random() % (row.size() - 6));
        for (unsigned i = 0; i <= random() % 4; ++i) damaged[5 + random() % (damaged.size() - 5)] = static_cast<char>(random());
        Notebook notebook;
        if (!decode(with_fitting_checksum(std::move(damaged), 5), 5, notebook)) ++refused;
    }
    EXPECT_GT(refused, 1000U);
}

TEST(JournalCodec, ANewerFormatIsRefusedByName) {
    std::string row = encode(one_of_each(), 5);
    row[0] = 2;
    Notebook notebook;
    const auto decoded = decode(row, 5, notebook);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind, JournalError::Kind::Newer);
}

// Format version 1 as first released: if this test fails, databases in the field can't be read. Add a version instead of changing it.
TEST(JournalCodec, TheFormatOnDiskStays) {
    std::vector<Record> records{entered(41, Payload::from_checked_text(R"({"a":1})"))};
    records.push_back(records[0]);
    records[1].time.milliseconds += 300;
    records[1].event = 42;
    records[1].previous = 41;
    records[1].body = StateExited{0, std::get<StateEntered>(records[0].body).input, no_state};
    std::string hex;
    for (const char c : encode(records, 5)) {
        static constexpr char digits[] = "0123456789abcdef";
        hex += digits[static_cast<unsigned char>(c) >> 4U];
        hex += digits[static_cast<unsigned char>(c) & 15U];
    }
    EXPECT_EQ(hex, "01c2f24bd70296adbd959a68280a09010100077b2261223a317d0b11d80401011200");
}

}  // namespace
}  // namespace pawl::engine
