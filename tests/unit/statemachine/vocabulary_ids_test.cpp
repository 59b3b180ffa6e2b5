#include "statemachine/vocabulary/ids.hpp"

#include <gtest/gtest.h>

namespace pawl {
namespace {

TEST(Ids, TheTopSixteenBitsAreTheShard) {
    EXPECT_EQ(make_key(1, 2), 0x0001'0000'0000'0002);  // on disk: not to be changed
    EXPECT_EQ(make_key(highest_shard, highest_number_in_shard), 0x7fff'ffff'ffff'ffff);
    for (const int shard : {0, 1, 3, 255, 256, 0x7ffe, 0x7fff}) {
        for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1} << 47, highest_number_in_shard}) {
            const std::int64_t key = make_key(static_cast<ShardId>(shard), number);
            EXPECT_GE(key, 0) << "keys are never negative";
            EXPECT_EQ(shard_of(key), shard);
            EXPECT_EQ(number_of(key), number);
        }
    }
}

TEST(Ids, InShardZeroAKeyIsItsNumber) {
    EXPECT_EQ(make_key(0, 123'456'789'012), 123'456'789'012);
    EXPECT_EQ(shard_of(123'456'789'012), 0);
}

TEST(Ids, AllKeysOfAShardComeBeforeThoseOfTheNext) {
    EXPECT_LT(make_key(4, highest_number_in_shard), make_key(5, 0));
    EXPECT_EQ(make_key(4, 7) + 1, make_key(4, 8));
}

}  // namespace
}  // namespace pawl
