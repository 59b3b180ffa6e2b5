#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/config/config.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "tests/source_dir.hpp"

namespace pawl::cli {
namespace {

TEST(Config, ReadsEverySetting) {
    const auto config = parse_config(R"(
db: data/orders.db
bind: 0.0.0.0
port: 9000
region: eu-central-1
account: "012345678901"
token: secret
insecure: true
endpoint: http://elsewhere:1
retention_days: 7
limits: {payload_bytes: 1000, history_events: 100}
functions:
  short: http://127.0.0.1:1/a
  "*": {url: "http://127.0.0.1:2/{name}", concurrency: 5, timeout: 30}
)",
                                     "pawl.yaml");
    ASSERT_TRUE(config.has_value()) << config.error().message;
    EXPECT_EQ(config->db, "data/orders.db");
    EXPECT_EQ(config->port, 9000);
    EXPECT_EQ(config->account, "012345678901");
    EXPECT_TRUE(config->insecure);
    EXPECT_EQ(config->retention_days, 7U);
    EXPECT_EQ(config->history_events, 100U);
    EXPECT_EQ(config->server_url(), "http://elsewhere:1");
    ASSERT_EQ(config->functions.size(), 2U);
    EXPECT_EQ(config->functions[0].url, "http://127.0.0.1:1/a");
    EXPECT_EQ(config->functions[1].name, "*");
    EXPECT_EQ(config->functions[1].concurrency, 5U);
    EXPECT_EQ(config->functions[1].timeout_seconds, 30U);
}

TEST(Config, AnEmptyFileIsTheDefaults) {
    const auto config = parse_config("# nothing yet\n", "pawl.yaml");
    ASSERT_TRUE(config.has_value());
    EXPECT_EQ(config->port, 8083);
    EXPECT_EQ(config->server_url(), "http://127.0.0.1:8083");
}

struct Fault {
    const char* text;
    const char* message;
};

class ConfigFaults : public testing::TestWithParam<Fault> {};

TEST_P(ConfigFaults, SayWhereAndWhat) {
    const auto config = parse_config(GetParam().text, "pawl.yaml");
    ASSERT_TRUE(config.has_error());
    EXPECT_EQ(config.error().message.substr(0, config.error().message.find('\n')), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(All, ConfigFaults,
                         testing::Values(Fault{"db: a\nprot: 1\n", "pawl.yaml:2:1: unknown setting 'prot'; did you mean 'port'?"},
                                         Fault{"port: 70000\n", "pawl.yaml:1:7: this is a whole number from 0 to 65535"},
                                         Fault{"port: 80x\n", "pawl.yaml:1:7: this is a whole number from 0 to 65535"},
                                         Fault{"insecure: maybe\n", "pawl.yaml:1:11: this is true or false"},
                                         Fault{"account: 123\n", "pawl.yaml:1:10: an account is twelve digits, in quotes if they start with 0"},
                                         Fault{"limits:\n  payload: 3\n", "pawl.yaml:2:3: unknown setting 'payload'"},
                                         Fault{"functions:\n  f: {concurrency: 3}\n", "pawl.yaml:2:6: function 'f' needs a url"},
                                         Fault{"- a\n", "pawl.yaml:1:1: the configuration is a mapping of names to values"},
                                         Fault{"db: [\n", "pawl.yaml:2:1: end of sequence flow not found"}));

TEST(Config, TheSchemaListsTheSameSettings) {
    std::ifstream file(pawl::source_dir() + "/schemas/pawl-config.schema.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto schema = Payload::parse(text.str());
    ASSERT_TRUE(schema.has_value());
    std::vector<std::string> listed, known = config_keys();
    for (const auto& member : schema->value().get_object().at("properties").get_object()) listed.emplace_back(member.key());
    std::sort(listed.begin(), listed.end());
    std::sort(known.begin(), known.end());
    EXPECT_EQ(listed, known);
}

TEST(Config, OtherMachinesNeedATokenOrAnExplicitWord) {
    Config config;
    EXPECT_EQ(fault_of(config), std::nullopt);
    config.bind = "0.0.0.0";
    EXPECT_NE(fault_of(config), std::nullopt);
    config.token = "secret";
    EXPECT_EQ(fault_of(config), std::nullopt);
    config.token.clear();
    config.insecure = true;
    EXPECT_EQ(fault_of(config), std::nullopt);
    config.account = "12";
    EXPECT_NE(fault_of(config), std::nullopt);
}

}  // namespace
}  // namespace pawl::cli
