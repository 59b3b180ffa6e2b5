// How bytes are written in texts: Base64 (RFC 4648), percent-encoding (RFC 3986), UTF-8 cut short, URLs without passwords.
#include <gtest/gtest.h>

#include <utility>

#include "statemachine/vocabulary/base64.hpp"
#include "statemachine/vocabulary/credentials.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl {
namespace {

TEST(Base64, BothWays) {
    const std::pair<const char*, const char*> pairs[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"\xfb\xff", "+/8="}};
    for (const auto& [bytes, text] : pairs) {
        EXPECT_EQ(base64_encode(bytes), text);
        EXPECT_EQ(base64_decode(text), bytes);
    }
    EXPECT_EQ(base64_decode("Zg"), "f") << "padding may be missing";
    for (const char* text : {"Z", "Zg=", "Zg===", "Zm8==", "Z=g=", "Zm-v", "Zm 9v", "===="}) EXPECT_FALSE(base64_decode(text)) << text;
}

TEST(Base64, TheUrlSafeAlphabetHasOtherLastDigits) {
    EXPECT_EQ(base64_encode("\xfb\xff", Base64::UrlSafe), "-_8=");
    EXPECT_EQ(base64_decode("-_8=", Base64::UrlSafe), "\xfb\xff");
    EXPECT_FALSE(base64_decode("+/8=", Base64::UrlSafe));
    EXPECT_FALSE(base64_decode("-_8="));
}

TEST(PercentEncoding, BothWays) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("order:a b/ü"), "order%3Aa%20b%2F%C3%BC");
    EXPECT_EQ(percent_encode("order:a b/ü", ":"), "order:a%20b%2F%C3%BC");
    EXPECT_EQ(percent_decode("order%3aa%20b%2F%C3%BC+"), "order:a b/ü+");
    EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
    for (const char* text : {"%", "a%2", "%zz", "%-1", "%2%30"}) EXPECT_FALSE(percent_decode(text)) << text;
    EXPECT_EQ(percent_encoded_byte("a%41b", 1), 'A');
    EXPECT_FALSE(percent_encoded_byte("a%41b", 0));
}

TEST(Credentials, AreTakenOutOfTexts) {
    EXPECT_EQ(without_credentials("http://u:it's@h/"), "http://h/");
    EXPECT_EQ(without_credentials("see http://u:p@h/x and https://t@k:1/@y, u@v"), "see http://h/x and https://k:1/@y, u@v");
}

TEST(Utf8, BytesThatAreNoneBecomeReplacementCharacters) { EXPECT_EQ(lenient_utf8("a\xff\xc3\xa9"), "a\xef\xbf\xbd\xc3\xa9"); }

TEST(Utf8, TruncationKeepsCharactersWhole) {
    EXPECT_EQ(truncate_utf8("aé", 3), "aé");
    EXPECT_EQ(truncate_utf8("aé", 2), "a");
    EXPECT_EQ(truncate_utf8("é", 1), "");
}

}  // namespace
}  // namespace pawl
