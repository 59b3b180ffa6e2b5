// Digests and random numbers, against values from elsewhere: RFC 1321, FIPS 180, a JDK.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "statemachine/query/digest.hpp"
#include "statemachine/query/java_random.hpp"
#include "statemachine/query/random_bits.hpp"

namespace pawl::query {
namespace {

TEST(Digests, OfAbc) {
    EXPECT_EQ(hex_digest("MD5", "abc"), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(hex_digest("SHA-1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex_digest("SHA-256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_digest("SHA-384", "abc"), "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    EXPECT_EQ(hex_digest("SHA-512", "abc"),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(hex_digest("MD5", ""), "d41d8cd98f00b204e9800998ecf8427e");
    for (const char* name : {"", "SHA-224", "sha-256", "SHA256", "md5"}) EXPECT_FALSE(hex_digest(name, "abc")) << name;
}

TEST(JavaRandom, GivesWhatTheJdkGives) {
    EXPECT_EQ(JavaRandom(42).next_double(), 0.7275636800328681) << "also measured on AWS: $random(42)";
    EXPECT_EQ(JavaRandom(42).next_int(), -1170105035);
    JavaRandom small(42);  // new Random(42).nextInt(10), three times
    EXPECT_EQ(small.next_int(10), 0);
    EXPECT_EQ(small.next_int(10), 3);
    EXPECT_EQ(small.next_int(10), 8);
    EXPECT_EQ(JavaRandom(42).next_long(), -5025562857975149833);
    EXPECT_EQ(JavaRandom(0).next_int(), -1155484576);
    JavaRandom bounded(-7);
    for (int i = 0; i < 1000; ++i) {
        const std::int32_t value = bounded.next_int(1 << 30 | 1);
        ASSERT_TRUE(value >= 0 && value <= 1 << 30);
    }
}

TEST(RandomBits, RepeatWithTheirEntropy) {
    EXPECT_EQ(RandomBits(7).next_uuid(), RandomBits(7).next_uuid());
    EXPECT_EQ(RandomBits(0).next(), 0xe220a8397b1dcdafULL) << "SplitMix64's published first number for seed 0";
    RandomBits bits(1);
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string uuid = bits.next_uuid();
        ASSERT_EQ(uuid.size(), 36U);
        EXPECT_EQ(uuid[14], '4');
        EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
        EXPECT_TRUE(seen.insert(uuid).second);
        const double number = bits.next_double();
        EXPECT_TRUE(number >= 0 && number < 1);
    }
}

}  // namespace
}  // namespace pawl::query
