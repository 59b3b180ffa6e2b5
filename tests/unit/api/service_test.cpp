#include <gtest/gtest.h>

#include <limits>

#include "engine/api/aws_json/model.hpp"
#include "engine/service/naming.hpp"
#include "engine/service/page_token.hpp"

namespace pawl::engine {
namespace {

TEST(Naming, KnowsWhatMayBeAName) {
    for (const char* good : {"a", "order-2026_v1.2", "über", "名前", "a=b", "(x)"}) EXPECT_TRUE(is_valid_name(good)) << good;
    for (const char* bad : {"", "a b", "a\tb", "a<b", "a/b", "a:b", "a~b", "a\x7f", "a\xC2\x85", "a\xE3\x80\x80", "a\xEF\xBF\xBF"}) {
        EXPECT_FALSE(is_valid_name(bad)) << bad;
    }
    EXPECT_TRUE(is_valid_name(std::string(80, 'a')));
    EXPECT_FALSE(is_valid_name(std::string(81, 'a')));
}

TEST(Naming, FindsNamesInArns) {
    const Realm realm;
    EXPECT_EQ(machine_of(realm, "arn:aws:states:us-east-1:000000000000:stateMachine:m").value(), "m");
    EXPECT_EQ(machine_of(realm, "arn:aws:states:eu-west-1:000000000000:stateMachine:m").error().refusal, Refusal::MachineDoesNotExist);
    EXPECT_EQ(machine_of(realm, "arn:aws:states:us-east-1:000000000000:stateMachine:m:1").error().refusal, Refusal::MachineDoesNotExist);
    EXPECT_EQ(machine_of(realm, "arn:aws:states:us-east-1:000000000000:stateMachine:m/label").error().refusal, Refusal::LabeledArn);
    EXPECT_EQ(machine_of(realm, "arn:aws:states:us-east-1:000000000000:execution:m:e").error().refusal, Refusal::InvalidArnType);
    EXPECT_EQ(machine_of(realm, "arn:aws:s3:::bucket").error().refusal, Refusal::InvalidArnPrefix);
    const auto execution = execution_of(realm, "arn:aws:states:us-east-1:000000000000:execution:m:e");
    EXPECT_EQ(execution->machine, "m");
    EXPECT_EQ(execution->execution, "e");
    EXPECT_EQ(execution_of(realm, "arn:aws:states:us-east-1:000000000000:execution:m").error().refusal, Refusal::ExecutionDoesNotExist);
}

TEST(PageToken, ComesBackForADayAndForItsListingOnly) {
    const Instant now{1'000'000'000};
    for (const std::string text : {"", "a", "ab", "abc", "name with \xFF bytes"}) {
        const std::string token = write_token({{-1, 1LL << 62}, text}, "list a", now);
        EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="), std::string::npos);
        const auto read = read_token(token, "list a", now.plus_milliseconds(3'600'000));
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->numbers, (std::vector<std::int64_t>{-1, 1LL << 62}));
        EXPECT_EQ(read->text, text);
        EXPECT_FALSE(read_token(token, "list b", now).has_value());
        EXPECT_FALSE(read_token(token, "list a", now.plus_milliseconds(25 * 3'600'000)).has_value());
        for (std::size_t i = 0; i < token.size(); ++i) {
            std::string changed = token;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            if (token[i] != '=' && i + 3 < token.size()) {
                EXPECT_FALSE(read_token(changed, "list a", now).has_value()) << i;
            }
            EXPECT_FALSE(read_token(token.substr(0, i), "list a", now).has_value());
        }
    }
    // The seal is no secret: a token of any time can be made.
    const std::string long_ago = write_token({{1}, {}}, "list a", Instant{std::numeric_limits<std::int64_t>::min()});
    EXPECT_FALSE(read_token(long_ago, "list a", now).has_value());
    EXPECT_FALSE(read_token("", "list a", now).has_value());
    EXPECT_FALSE(read_token("????", "list a", now).has_value());
}

TEST(Model, KnowsAllOperationsByName) {
    EXPECT_EQ(aws_json::all_operations().size(), 37u);
    for (const aws_json::Operation& operation : aws_json::all_operations()) EXPECT_EQ(aws_json::find_operation(operation.name), &operation);
    EXPECT_EQ(aws_json::find_operation("Nothing"), nullptr);
}

}  // namespace
}  // namespace pawl::engine
